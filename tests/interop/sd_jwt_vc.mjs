// Ask @sd-jwt/sd-jwt-vc: `verify` what it is handed, `issue` and show, or `show` ours.
// Input is a JSON array of questions on stdin, output an array of answers on stdout.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

const hasher = (data) => createHash("sha256").update(Buffer.from(data)).digest();
const saltGenerator = () => randomBytes(16).toString("base64url");

function signerOf(jwk) {
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return (data) =>
    sign("sha256", Buffer.from(data), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
}

function isSigned(jwk, data, signature) {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const raw = Buffer.from(signature, "base64url");
  return verify("sha256", Buffer.from(data), { key, dsaEncoding: "ieee-p1363" }, raw);
}

async function check({ text, issuer, nonce, now, statusList }) {
  const instance = new SDJwtVcInstance({
    hasher,
    verifier: (data, signature) => isSigned(issuer, data, signature),
    kbVerifier: (data, signature, payload) => isSigned(payload.cnf.jwk, data, signature),
    statusListFetcher: async () => statusList,
  });
  const found = await instance.verify(text, { keyBindingNonce: nonce, currentDate: now });
  return { claims: found.payload, kb: found.kb?.payload };
}

function holding({ issuer, holder }) {
  return new SDJwtVcInstance({
    hasher,
    saltGenerator,
    hashAlg: "sha-256",
    signer: signerOf(issuer),
    signAlg: "ES256",
    kbSigner: signerOf(holder),
    kbSignAlg: "ES256",
  });
}

async function issue(question) {
  const instance = holding(question);
  const { claims, frame, header } = question;
  const credential = await instance.issue(claims, frame, { header });
  return await show({ ...question, credential });
}

async function show(question) {
  const { credential, shown, kb } = question;
  const presentation = await holding(question).present(credential, shown, { kb: { payload: kb } });
  return { credential, presentation };
}

const task = { verify: check, issue, show }[process.argv[2]];
const answers = [];
for (const question of JSON.parse(readFileSync(0, "utf8"))) {
  answers.push(await task(question).catch((error) => ({ error: error.message })));
}
process.stdout.write(JSON.stringify(answers));
