// Ask @openid4vc/openid4vp: `answer` a link of ours as a wallet, or `request` as a service.
// Input is a JSON array of questions on stdin, output an array of answers on stdout.
import { createHash, createPrivateKey, createPublicKey, sign, verify, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { Openid4vpClient, Openid4vpVerifier } from "@openid4vc/openid4vp";
import { CompactEncrypt, compactDecrypt, importJWK } from "jose";

// The clock is the scene's.
const now = Number(process.argv[3]) * 1000;
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return now;
  }
};

const hash = (data, alg) =>
  createHash(alg.replace("-", "").toLowerCase()).update(data).digest();
const b64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function keyOf(signer) {
  if (signer.method === "x5c") return new X509Certificate(Buffer.from(signer.x5c[0], "base64")).publicKey;
  const did = signer.didUrl.split("#")[0].replace("did:jwk:", "");
  return createPublicKey({ key: JSON.parse(Buffer.from(did, "base64url")), format: "jwk" });
}

function callbacks({ requests = {}, key } = {}) {
  return {
    hash,
    fetch: async (url, { method, body } = {}) => {
      asked.push({ url: String(url), method, body });
      return new Response(requests[String(url)] ?? "", {
        headers: { "content-type": "application/oauth-authz-req+jwt" },
      });
    },
    getX509CertificateMetadata: (text) => {
      const names = new X509Certificate(Buffer.from(text, "base64")).subjectAltName ?? "";
      const sanDnsNames = [...names.matchAll(/DNS:([^,]+)/g)].map((found) => found[1]);
      return { sanDnsNames, sanUriNames: [] };
    },
    verifyJwt: async (signer, { compact }) => {
      const at = compact.lastIndexOf(".");
      const publicKey = keyOf(signer);
      const verified = verify(
        "sha256",
        Buffer.from(compact.slice(0, at)),
        { key: publicKey, dsaEncoding: "ieee-p1363" },
        Buffer.from(compact.slice(at + 1), "base64url"),
      );
      return { verified, signerJwk: publicKey.export({ format: "jwk" }) };
    },
    signJwt: async (signer, { header, payload }) => {
      const privateKey = createPrivateKey({ key, format: "jwk" });
      const octets = `${b64(header)}.${b64(payload)}`;
      const signature = sign("sha256", Buffer.from(octets), {
        key: privateKey,
        dsaEncoding: "ieee-p1363",
      });
      const { d, ...signerJwk } = key;
      return { jwt: `${octets}.${signature.toString("base64url")}`, signerJwk };
    },
    encryptJwe: async ({ publicJwk, alg, enc, apu, apv }, data) => {
      const jwe = await new CompactEncrypt(Buffer.from(data))
        .setProtectedHeader({ alg, enc, kid: publicJwk.kid, apu, apv })
        .encrypt(await importJWK(publicJwk, alg));
      return { jwe, encryptionJwk: publicJwk };
    },
    decryptJwe: async (jwe) => {
      const { plaintext } = await compactDecrypt(jwe, await importJWK(key, "ECDH-ES"));
      return { decrypted: true, decryptionJwk: key, payload: Buffer.from(plaintext).toString() };
    },
  };
}

const asked = [];

// A wallet: follow the link, answer with what it is told, say what it would post.
async function answer({ link, requests, vp_token, metadata }) {
  asked.length = 0;
  const context = callbacks({ requests });
  const client = new Openid4vpClient({ callbacks: context });
  const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
  const resolved = await client.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: params,
    responseMode: { type: "direct_post" },
    wallet: { metadata, nonce: undefined },
  });
  const request = resolved.authorizationRequestPayload;
  const made = await client.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token },
    jarm: request.response_mode.endsWith(".jwt")
      ? {
          encryption: { nonce: "fromthewallet" },
          serverMetadata: {
            authorization_signing_alg_values_supported: [],
            authorization_encryption_alg_values_supported: ["ECDH-ES"],
            authorization_encryption_enc_values_supported: ["A256GCM", "A128GCM"],
          },
        }
      : undefined,
  });
  await client.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: made.authorizationResponsePayload,
    jarm: made.jarm,
  });
  return { client: resolved.client, fetched: asked.slice(0, -1), posted: asked.at(-1) };
}

// A service: write a request, signed or in a link.
async function request({ payload, signer, key, requestUri }) {
  const verifier = new Openid4vpVerifier({ callbacks: callbacks({ key }) });
  const made = await verifier.createOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: payload,
    jar: signer && { requestUri, jwtSigner: signer, expiresInSeconds: 300 },
  });
  return { link: made.authorizationRequest, object: made.jar?.authorizationRequestJwt };
}

// A service: read what was posted to it.
async function read({ body, payload, key }) {
  const verifier = new Openid4vpVerifier({ callbacks: callbacks({ key }) });
  const found = await verifier.parseOpenid4vpAuthorizationResponse({
    authorizationResponse: Object.fromEntries(new URLSearchParams(body)),
    authorizationRequestPayload: payload,
    callbacks: callbacks({ key }),
  });
  return { response: found.authorizationResponsePayload, presentations: found.dcql?.presentations };
}

const tasks = { answer, request, read };
const questions = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const question of questions) {
  try {
    answers.push(await tasks[process.argv[2]](question));
  } catch (error) {
    answers.push({ error: String(error.stack ?? error), more: error.error_description });
  }
}
process.stdout.write(JSON.stringify(answers));
