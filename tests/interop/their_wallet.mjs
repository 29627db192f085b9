// A wallet made of @openid4vc/openid4vci, oauth2 and openid4vp, dcql, @sd-jwt/sd-jwt-vc and didwebvh-ts,
// over HTTPS. It believes what it is sent by the key in the issuer's DID and by the status list.
import { Oauth2Client, resourceRequest } from "@openid4vc/oauth2";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { Openid4vpClient } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { DcqlPresentationResult, DcqlQuery } from "dcql";
import {
  callbacks, decode, decryptWith, encryptTo, hash, isSigned, keyOf, newAgreement, newDidSigner, newKey, newSigner,
  serve,
  signature,
} from "./peer.mjs";

// The name that it gives itself, if it does.
let clientId;
const clientAuthentication = ({ body }) => {
  if (clientId) body.client_id = clientId;
};
const client = new Openid4vciClient({ callbacks: { ...callbacks, clientAuthentication } });
const oauth2 = new Oauth2Client({ callbacks: { ...callbacks, clientAuthentication } });
const held = new Map();

function holding(name) {
  if (!held.has(name)) held.set(name, { copies: [] });
  return held.get(name);
}

async function receive({ name, offer, pin, copies = 2, encrypted, dpop = true, by = "jwk", called }) {
  const mine = holding(name);
  clientId = called;
  mine.by = by;
  const credentialOffer = await client.resolveCredentialOffer(offer);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const given = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer, issuerMetadata, txCode: pin, dpop: dpop ? { signer: newSigner() } : undefined,
  });
  [mine.id] = credentialOffer.credential_configuration_ids;
  Object.assign(mine, { issuerMetadata, dpop: given.dpop, token: given.accessTokenResponse });
  return ask(mine, copies, encrypted);
}

// What an issuer says of itself; it asks for a signed answer only where its `fetch` does.
async function describe({ issuer, accept }) {
  const asking = new Openid4vciClient({
    callbacks: {
      ...callbacks,
      fetch: (url, init) => fetch(url, accept && url.includes("credential-issuer") ? { headers: { accept } } : init),
    },
  });
  const found = await asking.resolveIssuerMetadata(issuer);
  return {
    version: found.originalDraftVersion,
    configurations: Object.keys(found.credentialIssuer.credential_configurations_supported),
    known: Object.keys(found.knownCredentialConfigurations),
    signedBy: found.signedCredentialIssuer?.signer.didUrl,
    servers: found.authorizationServers.map((one) => one.dpop_signing_alg_values_supported),
  };
}

async function ask(mine, copies, encrypted) {
  const { issuerMetadata } = mine;
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  mine.signers = Array.from({ length: copies }, mine.by === "did" ? newDidSigner : newSigner);
  const proofs = [];
  for (const signer of mine.signers) {
    const made = await client.createCredentialRequestJwtProof({
      issuerMetadata, credentialConfigurationId: mine.id, nonce, signer, clientId,
    });
    proofs.push(made.jwt);
  }
  const asked = { credentialConfigurationId: mine.id, proofs: { jwt: proofs } };
  if (encrypted) return take(mine, await askEncrypted(mine, proofs));
  const { credentialResponse, dpop } = await client.retrieveCredentials(shown(mine, asked));
  mine.dpop = mine.dpop && { ...mine.dpop, ...dpop };
  return take(mine, credentialResponse);
}

const shown = ({ issuerMetadata, token, dpop }, more) => ({
  issuerMetadata, accessToken: token.access_token, dpop, ...more,
});

// The library encrypts neither requests nor answers: what it leaves to do is done with `jose`.
async function askEncrypted({ issuerMetadata, token, dpop, id }, proofs) {
  const { credential_endpoint: url, credential_request_encryption: taken } = issuerMetadata.credentialIssuer;
  const asked = {
    credential_configuration_id: id,
    proofs: { jwt: proofs },
    credential_response_encryption: { jwk: await newAgreement("answers"), enc: taken.enc_values_supported[0] },
  };
  const [key] = taken.jwks.keys;
  const body = await encryptTo(key, taken.enc_values_supported[0], JSON.stringify(asked));
  const { response } = await resourceRequest({
    url, dpop, callbacks, accessToken: token.access_token,
    requestOptions: { method: "POST", headers: { "Content-Type": "application/jwt" }, body },
  });
  if (!response.ok) throw Object.assign(new Error("not given"), { response, errorResponse: await response.json() });
  if (response.headers.get("content-type") !== "application/jwt") throw new Error("not encrypted");
  return JSON.parse(await decryptWith(await response.text()));
}

function take(mine, answer) {
  if (answer.transaction_id) {
    mine.transaction = answer.transaction_id;
    return { interval: answer.interval, token: mine.token.token_type };
  }
  mine.copies = answer.credentials.map(({ credential }) => ({
    credential,
    key: mine.signers.find(({ publicJwk }) => publicJwk.x === decode(credential.split(".")[1]).cnf.jwk.x).publicJwk,
  }));
  mine.notification = answer.notification_id;
  return { copies: mine.copies.length, token: mine.token.token_type, renewable: "refresh_token" in mine.token };
}

async function collect({ name }) {
  const mine = holding(name);
  const asked = shown(mine, { transactionId: mine.transaction });
  const { deferredCredentialResponse } = await client.retrieveDeferredCredentials(asked);
  return take(mine, deferredCredentialResponse);
}

async function notify({ name, event = "credential_accepted", as }) {
  const mine = holding(name);
  const { response } = await client.sendNotification(
    shown(mine, { notification: { notificationId: as ?? mine.notification, event } }),
  );
  return { status: response.status };
}

async function renew({ name, copies = 2 }) {
  const mine = holding(name);
  const [authorizationServerMetadata] = mine.issuerMetadata.authorizationServers;
  const given = await oauth2.retrieveRefreshTokenAccessToken({
    authorizationServerMetadata,
    refreshToken: mine.token.refresh_token,
    resource: mine.issuerMetadata.credentialIssuer.credential_issuer,
    dpop: mine.dpop,
  });
  mine.token = { refresh_token: mine.token.refresh_token, ...given.accessTokenResponse };
  mine.dpop = given.dpop;
  return ask(mine, copies);
}

// As its verifier does: the key of the list is the key of the credential, the list fetched by itself.
function instance(copy, issuerKey) {
  return new SDJwtVcInstance({
    hasher: (data, algorithm) => hash(Buffer.from(data), algorithm ?? "sha-256"),
    verifier: async (input, signed) => isSigned(issuerKey, input, signed),
    kbSigner: async (input) => signature(copy.key, input),
    kbSignAlg: "ES256",
  });
}

async function check({ name, number = 0 }) {
  const copy = holding(name).copies[number];
  const header = decode(copy.credential.split(".")[0]);
  const issuerKey = await keyOf(header.x5c ? { method: "x5c", ...header } : { method: "did", didUrl: header.kid });
  const { payload } = await instance(copy, issuerKey).verify(copy.credential);
  return { claims: payload, header };
}

// Show some claims, to whom and for which request it is told.
async function show({ name, claims, aud, nonce, number = 0 }) {
  const copy = holding(name).copies[number];
  const iat = Math.floor(Date.now() / 1000);
  return instance(copy).present(copy.credential, claims, { kb: { payload: { iat, aud, nonce } } });
}

// Follow a link, show what is asked, and post it as the request wants it.
async function answer({ name, link, number = 0, nonce, also = {} }) {
  const fetched = [];
  const vp = new Openid4vpClient({ callbacks: { ...callbacks, fetch: asStandardised(fetched, nonce) } });
  const { params } = vp.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
  const resolved = await vp.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: params,
    wallet: { metadata: METADATA, nonce, expectedNonce: nonce },
  });
  const request = resolved.authorizationRequestPayload;
  const copy = holding(name).copies[number];
  const vp_token = await presented(copy, request, also);
  const made = await vp.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token },
    jarm: request.response_mode.endsWith(".jwt") ? JARM : undefined,
  });
  const { response } = await vp.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: made.authorizationResponsePayload,
    jarm: made.jarm,
  });
  return {
    by: resolved.client.prefix, mode: request.response_mode, status: response.status,
    receipt: await response.json().catch(() => null), fetched,
  };
}

const METADATA = {
  vp_formats_supported: { "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] } },
  client_id_prefixes_supported: ["decentralized_identifier", "x509_san_dns", "x509_hash", "redirect_uri"],
};
const JARM = {
  encryption: { nonce: "of-the-wallet" },
  serverMetadata: {
    authorization_signing_alg_values_supported: [],
    authorization_encryption_alg_values_supported: ["ECDH-ES"],
    authorization_encryption_enc_values_supported: ["A256GCM", "A128GCM"],
  },
};

// It posts the members of its metadata where 5.10 has `wallet_metadata` and `wallet_nonce`.
function asStandardised(fetched, nonce) {
  return async (url, init = {}) => {
    fetched.push(`${init.method ?? "get"}`.toUpperCase());
    if (nonce === undefined || fetched.length > 1) return fetch(url, init);
    const body = new URLSearchParams({ wallet_metadata: JSON.stringify(METADATA), wallet_nonce: nonce });
    return fetch(url, { ...init, method: "POST", body: body.toString() });
  };
}

const frameOf = (output) =>
  Object.fromEntries(
    Object.entries(output).map(([name, value]) => [
      name, value !== null && typeof value === "object" && !Array.isArray(value) ? frameOf(value) : true,
    ]),
  );

async function presented(copy, request, also) {
  const reader = instance(copy);
  const claims = await (await reader.decode(copy.credential)).getClaims(
    (data, algorithm) => hash(Buffer.from(data), algorithm ?? "sha-256"),
  );
  const query = DcqlQuery.parse(request.dcql_query);
  DcqlQuery.validate(query);
  const found = DcqlQuery.query(query, [{
    credential_format: "dc+sd-jwt", vct: claims.vct, claims, cryptographic_holder_binding: true,
  }]);
  if (!found.can_be_satisfied) throw new Error("nothing answers the query");
  const [asked] = query.credentials;
  const [{ claims: matched }] = found.credential_matches[asked.id].valid_credentials;
  const shown = { ...frameOf(matched.valid_claim_sets[0].output), ...also };
  const text = await reader.present(copy.credential, shown, {
    kb: { payload: { iat: Math.floor(Date.now() / 1000), aud: request.client_id, nonce: request.nonce } },
  });
  const vp_token = { [asked.id]: [text] };
  if (!DcqlPresentationResult.fromDcqlPresentation(
    { [asked.id]: [{ credential_format: "dc+sd-jwt", vct: claims.vct, claims, cryptographic_holder_binding: true }] },
    { dcqlQuery: query },
  ).can_be_satisfied) throw new Error("its own answer does not satisfy it");
  return vp_token;
}

// Another's key for its own copies: what a thief of the copies alone has.
async function lose({ name }) {
  for (const copy of holding(name).copies) copy.key = newKey();
}

await serve({ describe, receive, collect, notify, renew, check, show, answer, lose });
