// A town hall made of Openid4vciIssuer, Oauth2AuthorizationServer, Oauth2ResourceServer and @sd-jwt/sd-jwt-vc,
// and a desk made of Openid4vpVerifier, over HTTPS.
import { createPrivateKey, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import {
  Oauth2AuthorizationServer, Oauth2ResourceServer, Oauth2ResourceUnauthorizedError, preAuthorizedCodeGrantIdentifier,
  refreshTokenGrantIdentifier,
} from "@openid4vc/oauth2";
import { Openid4vciIssuer } from "@openid4vc/openid4vci";
import { Openid4vpVerifier } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import {
  callbacks, decode, decryptWith, encryptTo, hash, isSigned, keep, newAgreement, newSigner, serve, signature,
} from "./peer.mjs";

const JSON_TYPE = { "content-type": "application/json", "cache-control": "no-store" };
const issuer = new Openid4vciIssuer({ callbacks });
const server = new Oauth2AuthorizationServer({ callbacks });
const resources = new Oauth2ResourceServer({ callbacks });
const verifier = new Openid4vpVerifier({ callbacks });
const routes = new Map();
const asked = [];

// Each request becomes a `Request`, each answer is a `Response`: what these libraries take and give.
async function open({ certificate, key }) {
  const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
  const listening = createServer(tls, async (incoming, outgoing) => {
    const pieces = [];
    for await (const piece of incoming) pieces.push(piece);
    const url = `https://${incoming.headers.host}${incoming.url}`;
    const body = pieces.length ? Buffer.concat(pieces) : undefined;
    asked.push(`${incoming.method} ${incoming.url}`);
    const request = new Request(url, { method: incoming.method, headers: incoming.headers, body });
    const answer = await answerTo(request);
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((done) => { listening.listen(0, "127.0.0.1", done); });
  return { port: listening.address().port };
}

const json = (value, status = 200, headers = {}) =>
  new Response(JSON.stringify(value), { status, headers: { ...JSON_TYPE, ...headers } });

async function answerTo(request) {
  const { pathname } = new URL(request.url);
  const route = routes.get(`${request.method} ${pathname}`);
  if (!route) return json({ error: "not_found" }, 404);
  try {
    return await route(request);
  } catch (error) {
    failures.push(String(error.stack ?? error));
    if (error instanceof Oauth2ResourceUnauthorizedError) {
      return new Response(null, { status: 401, headers: { "www-authenticate": error.toHeaderValue() } });
    }
    return json(error.errorResponse ?? { error: "server_error" }, error.errorResponse ? 400 : 500);
  }
}
const failures = [];

// The town hall ---------------------------------------------------------------------------

let hall;

async function issue({ at, pin, configurations, credential, key, putsOff, encrypts, server: elsewhere }) {
  const { pathname } = new URL(at);
  const signer = { ...newSigner() };
  const serverAt = elsewhere ?? at;
  const serverPath = new URL(serverAt).pathname.replace(/\/$/, "");
  const path = pathname.replace(/\/$/, "");
  const metadata = issuer.createCredentialIssuerMetadata({
    credential_issuer: at,
    ...(elsewhere ? { authorization_servers: [elsewhere] } : {}),
    credential_endpoint: `${at}/credential`,
    deferred_credential_endpoint: `${at}/deferred`,
    nonce_endpoint: `${at}/nonce`,
    notification_endpoint: `${at}/notification`,
    batch_credential_issuance: { batch_size: 5 },
    display: [{ name: "Ville de Verneuil", locale: "fr" }],
    credential_configurations_supported: configurations,
    ...(encrypts ? {
      credential_request_encryption: {
        jwks: { keys: [await newAgreement("requests")] }, enc_values_supported: ["A256GCM"], encryption_required: true,
      },
      credential_response_encryption: {
        alg_values_supported: ["ECDH-ES"], enc_values_supported: ["A256GCM"], encryption_required: true,
      },
    } : {}),
  });
  const serverMetadata = server.createAuthorizationServerMetadata({
    issuer: serverAt,
    token_endpoint: `${serverAt}/token`,
    jwks_uri: `${serverAt}/jwks`,
    grant_types_supported: [preAuthorizedCodeGrantIdentifier, refreshTokenGrantIdentifier],
    dpop_signing_alg_values_supported: ["ES256"],
    "pre-authorized_grant_anonymous_access_supported": true,
  });
  const issuerMetadata = {
    credentialIssuer: metadata,
    authorizationServers: [serverMetadata],
    knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(metadata),
    originalDraftVersion: "V1",
  };
  const [id] = Object.keys(configurations);
  const offer = await issuer.createCredentialOffer({
    issuerMetadata,
    credentialConfigurationIds: [id],
    grants: {
      [preAuthorizedCodeGrantIdentifier]: {
        tx_code: pin ? { input_mode: "numeric", length: pin.length } : undefined,
      },
    },
    credentialOfferUri: `${at}/offers/1`,
  });
  keep(key, createPrivateKey({ key, format: "jwk" }));
  hall = {
    at, pin, signer, issuerMetadata, serverMetadata, credential, key, encrypts, isReady: !putsOff,
    code: offer.credentialOfferObject.grants[preAuthorizedCodeGrantIdentifier]["pre-authorized_code"],
    nonces: new Set(), told: [], asked: 0,
  };
  routes.set(`GET ${path}/offers/1`, async () => json(offer.credentialOfferObject));
  routes.set(`GET /.well-known/openid-credential-issuer${path}`, async () => json(metadata));
  routes.set(`GET /.well-known/oauth-authorization-server${serverPath}`, async () => json(serverMetadata));
  routes.set(`GET ${serverPath}/jwks`, async () => json({ keys: [{ ...signer.publicJwk, kid: "token-1", use: "sig" }] }));
  routes.set(`POST ${serverPath}/token`, token);
  routes.set(`POST ${path}/nonce`, nonce);
  routes.set(`POST ${path}/credential`, credentials);
  routes.set(`POST ${path}/deferred`, deferred);
  routes.set(`POST ${path}/notification`, notification);
  return { offer: offer.credentialOffer };
}

const asRequest = (request) => ({ method: request.method, url: request.url, headers: request.headers });

async function token(request) {
  const body = Object.fromEntries(new URLSearchParams(await request.text()));
  const parsed = server.parseAccessTokenRequest({ accessTokenRequest: body, request: asRequest(request) });
  const asking = {
    accessTokenRequest: parsed.accessTokenRequest,
    grant: parsed.grant,
    request: asRequest(request),
    authorizationServerMetadata: hall.serverMetadata,
    dpop: { ...parsed.dpop, required: true, allowedSigningAlgs: ["ES256"] },
  };
  const { dpop } = parsed.grant.grantType === refreshTokenGrantIdentifier
    ? await server.verifyRefreshTokenAccessTokenRequest({ ...asking, expectedRefreshToken: hall.refresh })
    : await server.verifyPreAuthorizedCodeAccessTokenRequest({
      ...asking, expectedPreAuthorizedCode: hall.code, expectedTxCode: hall.pin,
    });
  hall.refresh = randomUUID();
  const given = await server.createAccessTokenResponse({
    audience: hall.at,
    authorizationServer: hall.serverMetadata.issuer,
    expiresInSeconds: 600,
    subject: "somebody",
    signer: { method: "custom", alg: "ES256", kid: "token-1", key: hall.signer.publicJwk },
    refreshToken: hall.refresh,
    dpop,
  });
  return json(given);
}

async function nonce() {
  const made = randomUUID();
  hall.nonces.add(made);
  return json(issuer.createNonceResponse({ cNonce: made }));
}

const shown = (request) =>
  resources.verifyResourceRequest({
    authorizationServers: [hall.serverMetadata],
    request: asRequest(request),
    resourceServer: hall.at,
    allowedAuthenticationSchemes: ["DPoP"],
  });

// The library knows no encryption: what it leaves to do is done with `jose`.
async function read(request) {
  const text = await request.text();
  if (!hall.encrypts) return JSON.parse(text);
  if (request.headers.get("content-type") !== "application/jwt") throw new Error("not encrypted");
  return JSON.parse(await decryptWith(text));
}

async function say(answer, { credential_response_encryption: wanted }, status = 200) {
  if (!hall.encrypts) return json(answer, status);
  const jwe = await encryptTo(wanted.jwk, wanted.enc, JSON.stringify(answer));
  return new Response(jwe, { status, headers: { "content-type": "application/jwt" } });
}

async function credentials(request) {
  await shown(request);
  const parsed = issuer.parseCredentialRequest({
    credentialRequest: await read(request), issuerMetadata: hall.issuerMetadata,
  });
  const keys = [];
  for (const jwt of parsed.proofs.jwt) {
    const { nonce: expectedNonce } = decode(jwt.split(".")[1]);
    if (!hall.nonces.has(expectedNonce)) throw new Error("a nonce of nobody's");
    const { signer } = await issuer.verifyCredentialRequestJwtProof({
      issuerMetadata: hall.issuerMetadata, jwt, expectedNonce,
    });
    keys.push(signer.publicJwk);
  }
  hall.keys = keys;
  if (!hall.isReady) {
    return say(issuer.createCredentialResponse({
      credentialRequest: parsed, transactionId: "transaction-1", interval: 5,
    }), parsed.credentialRequest, 202);
  }
  const signed = await signAll();
  return say(issuer.createCredentialResponse({
    credentialRequest: parsed, credentials: signed, notificationId: "notification-1",
  }), parsed.credentialRequest);
}

async function deferred(request) {
  await shown(request);
  const { deferredCredentialRequest: asked } = issuer.parseDeferredCredentialRequest({
    deferredCredentialRequest: await read(request),
  });
  if (asked.transaction_id !== "transaction-1") throw new Error("another transaction");
  return say(issuer.createDeferredCredentialResponse({ credentials: await signAll() }), asked);
}

async function ready() {
  hall.isReady = true;
}

async function forgetTokens() {
  hall.refresh = "another";
}

const signAll = () =>
  Promise.all(hall.keys.map(async ({ kty, crv, x, y }, number) => {
    const { claims, frame, header, list } = hall.credential;
    const instance = new SDJwtVcInstance({
      hasher: (data) => hash(Buffer.from(data), "sha-256"),
      saltGenerator: () => randomUUID(),
      hashAlg: "sha-256",
      signer: (input) => signature(hall.key, input),
      signAlg: "ES256",
    });
    const status = { status_list: { uri: list, idx: 200 + number } };
    const credential = await instance.issue({ ...claims, status, cnf: { jwk: { kty, crv, x, y } } }, frame, { header });
    return { credential };
  }));

async function notification(request) {
  await shown(request);
  hall.told.push(await request.json());
  return new Response(null, { status: 204 });
}

async function told() {
  return { told: hall?.told, failures: failures.splice(0), asked: asked.splice(0) };
}

// The desk --------------------------------------------------------------------------------

const requests = new Map();

async function ask({ at, id, client, key, chain, mode, query, metadata = {}, more = {}, leave = [], aud }) {
  const nonce = randomUUID();
  const payload = {
    response_type: "vp_token", response_mode: mode, client_id: client, nonce, state: randomUUID(),
    response_uri: `${at}/answers/${id}`, dcql_query: query,
    client_metadata: {
      vp_formats_supported: { "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] } },
      ...metadata,
    },
    ...more,
  };
  for (const name of leave) delete payload[name];
  if (mode === "direct_post.jwt") {
    Object.assign(payload.client_metadata, {
      jwks: { keys: [await newAgreement(`answers-${id}`)] }, encrypted_response_enc_values_supported: ["A128GCM"],
    });
  }
  const publicKey = key && { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
  if (key) keep(publicKey, createPrivateKey({ key, format: "jwk" }));
  const signer = key && (chain
    ? { method: "x5c", alg: "ES256", x5c: chain, key: publicKey }
    : { method: "did", alg: "ES256", didUrl: `${client.replace("decentralized_identifier:", "")}#0`, key: publicKey });
  const made = await verifier.createOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: payload,
    jar: key && {
      requestUri: `${at}/requests/${id}`, jwtSigner: signer, expiresInSeconds: 300,
      additionalJwtPayload: aud && { aud },
    },
  });
  requests.set(id, { payload, nonce });
  const headers = { "content-type": "application/oauth-authz-req+jwt" };
  const object = async () => new Response(made.jar.authorizationRequestJwt, { headers });
  routes.set(`GET ${new URL(at).pathname.replace(/\/$/, "")}/requests/${id}`, object);
  routes.set(`POST ${new URL(at).pathname.replace(/\/$/, "")}/answers/${id}`, (request) => take(id, request));
  return { link: made.authorizationRequest };
}

async function take(id, request) {
  const authorizationResponse = Object.fromEntries(new URLSearchParams(await request.text()));
  // The library knows no answer that is a no (8.5): whoever uses it looks for one first.
  const { response } = authorizationResponse;
  const plain = response ? JSON.parse(await decryptWith(response)) : authorizationResponse;
  if (plain.error) requests.get(id).said = plain;
  requests.get(id).answer = await verifier.parseOpenid4vpAuthorizationResponse({
    authorizationResponse, authorizationRequestPayload: requests.get(id).payload, callbacks,
  }).catch((error) => ({ error: String(error.message) }));
  return json({});
}

// What came of a request: the claims of each presentation that is good.
async function verdict({ id, issuerKey, list }) {
  const { answer, nonce, payload, said } = requests.get(id);
  if (answer.error) return { failed: answer.error, said };
  const instance = new SDJwtVcInstance({
    hasher: (data) => hash(Buffer.from(data), "sha-256"),
    verifier: async (input, signed) => isSigned(issuerKey, input, signed),
    kbVerifier: async (input, signed, { cnf }) => isSigned(cnf.jwk, input, signed),
    statusListFetcher: async () => list,
  });
  const found = [];
  for (const [text] of Object.values(answer.dcql.presentations)) {
    const { payload: claims, kb } = await instance.verify(text, { keyBindingNonce: nonce });
    found.push({ claims, aud: kb.payload.aud, kb: decode(text.split("~").at(-1).split(".")[0]) });
  }
  return { client: payload.client_id, found, state: answer.authorizationResponsePayload.state };
}

await serve({ open, issue, ready, forgetTokens, told, ask, verdict });
