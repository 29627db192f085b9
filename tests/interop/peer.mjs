// What a program made with other people's libraries needs of Node: a line in, a line out, and keys.
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify, X509Certificate } from "node:crypto";
import { createInterface } from "node:readline";
import { resolveDID } from "didwebvh-ts";
import { CompactEncrypt, compactDecrypt, importJWK } from "jose";

// Each line of stdin is a question {task, …}; each line of stdout {said} or {failed}.
export async function serve(tasks) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { task, ...question } = JSON.parse(line);
    const answer = await tasks[task](question).then(
      (said) => ({ said: said ?? null }),
      (error) => ({ failed: reasonOf(error) }),
    );
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

function reasonOf(error) {
  const causes = [];
  for (let one = error; one; one = one.cause) causes.push(String(one.message ?? one));
  const response = error.response?.response ?? error.response;
  return {
    message: causes.join(" < "),
    status: response?.status,
    answer: error.errorResponse ?? error.response?.credentialErrorResponseResult?.data
      ?? error.response?.deferredCredentialErrorResponseResult?.data,
  };
}

export const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
export const decode = (text) => JSON.parse(Buffer.from(text, "base64url"));
export const hash = (data, algorithm) =>
  createHash(algorithm.replace("-", "").toLowerCase()).update(data).digest();

const secrets = new Map();

export function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  secrets.set(jwk.x, privateKey);
  return jwk;
}

// As Credo writes it: the key carries a name of its own.
export const newSigner = () => ({ method: "jwk", alg: "ES256", publicJwk: { ...newKey(), kid: "extra" } });

// The same key by a DID that is made of it.
export function newDidSigner() {
  const key = newKey();
  return { method: "did", alg: "ES256", didUrl: `did:jwk:${encode(key)}#0`, publicJwk: key };
}

export function keep(jwk, privateKey) {
  secrets.set(jwk.x, privateKey);
}

export const signature = (jwk, input) =>
  sign("sha256", Buffer.from(input), { key: secrets.get(jwk.x), dsaEncoding: "ieee-p1363" }).toString("base64url");

export function isSigned(jwk, input, signed) {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  return verify("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signed, "base64url"));
}

const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const entries = {
  async verify(signed, message, publicKey) {
    const der = Buffer.concat([SPKI, Buffer.from(publicKey)]);
    return verify(null, message, createPublicKey({ key: der, format: "der", type: "spki" }), signed);
  },
};

// The key of a verification method, from the DID itself or from the web.
export async function keyOfDid(url) {
  const [did] = url.split("#");
  if (did.startsWith("did:jwk:")) return decode(did.slice("did:jwk:".length));
  const { doc, meta } = await resolveDID(did, { verifier: entries });
  if (!doc) throw new Error(`${did}: ${meta?.error}`);
  const found = doc.verificationMethod.find(({ id }) => id === url || did + id === url);
  if (!found) throw new Error(`${url} is not in its document`);
  return found.publicKeyJwk ?? jwkOfMultikey(found.publicKeyMultibase);
}

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const P256_HEAD = Buffer.from("3039301306072a8648ce3d020106082a8648ce3d030107032200", "hex");

function jwkOfMultikey(text) {
  let number = 0n;
  for (const letter of text.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  const octets = Buffer.from(number.toString(16).padStart(70, "0"), "hex");
  const der = Buffer.concat([P256_HEAD, octets.subarray(2)]);
  return createPublicKey({ key: der, format: "der", type: "spki" }).export({ format: "jwk" });
}

export async function keyOf(signer) {
  if (signer.method === "did" && signer.didUrl) return keyOfDid(signer.didUrl);
  if (signer.method !== "x5c") return signer.publicJwk;
  const leaf = new X509Certificate(Buffer.from(signer.x5c[0], "base64"));
  return leaf.publicKey.export({ format: "jwk" });
}

const agreements = new Map();

export async function newAgreement(kid) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, use: "enc", alg: "ECDH-ES" };
  agreements.set(kid, privateKey);
  return jwk;
}

export const encryptTo = async (jwk, enc, text) =>
  new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: "ECDH-ES", enc, kid: jwk.kid })
    .encrypt(await importJWK(jwk, "ECDH-ES"));

export async function decryptWith(jwe) {
  const { kid } = decode(jwe.split(".")[0]);
  const { plaintext } = await compactDecrypt(jwe, agreements.get(kid));
  return Buffer.from(plaintext).toString();
}

// What all of these libraries ask of whoever uses them.
export const callbacks = {
  hash,
  generateRandom: (length) => randomBytes(length),
  fetch: (...asked) => fetch(...asked),
  async signJwt(signer, { header, payload }) {
    const input = `${encode(header)}.${encode(payload)}`;
    const { alg, kid, ...signerJwk } = signer.key ?? signer.publicJwk;
    return { jwt: `${input}.${signature(signerJwk, input)}`, signerJwk };
  },
  async verifyJwt(signer, { compact }) {
    const signerJwk = await keyOf(signer);
    const at = compact.lastIndexOf(".");
    return { verified: isSigned(signerJwk, compact.slice(0, at), compact.slice(at + 1)), signerJwk };
  },
  getX509CertificateMetadata(text) {
    const names = new X509Certificate(Buffer.from(text, "base64")).subjectAltName ?? "";
    const sanDnsNames = [...names.matchAll(/DNS:([^,]+)/g)].map((found) => found[1]);
    return { sanDnsNames, sanUriNames: [] };
  },
  async encryptJwe({ publicJwk, enc }, data) {
    return { jwe: await encryptTo(publicJwk, enc, data), encryptionJwk: publicJwk };
  },
  async decryptJwe(jwe) {
    return { decrypted: true, decryptionJwk: {}, payload: await decryptWith(jwe) };
  },
};
