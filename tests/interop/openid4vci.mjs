// A wallet made with @openid4vc/openid4vci. It has no network: each request is a line on stdout,
// each answer a line on stdin; the last line says what came of it.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createInterface } from 'node:readline'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { clientAuthenticationAnonymous } from '@openid4vc/oauth2'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)
const asked = JSON.parse((await lines.next()).value)
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

const keys = new Map()
function newSigner() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk = publicKey.export({ format: 'jwk' })
  keys.set(publicJwk.x, privateKey)
  return { method: 'jwk', alg: 'ES256', publicJwk: { ...publicJwk, kid: 'extra' } }
}

const callbacks = {
  hash: (data, alg) => createHash(alg.replace('-', '')).update(data).digest(),
  generateRandom: (length) => randomBytes(length),
  signJwt: (signer, { header, payload }) => {
    const input = `${encode(header)}.${encode(payload)}`
    const key = { key: keys.get(signer.publicJwk.x), dsaEncoding: 'ieee-p1363' }
    const jwt = `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
    return { jwt, signerJwk: signer.publicJwk }
  },
  verifyJwt: () => ({ verified: false }),
  decryptJwe: () => ({ decrypted: false }),
  encryptJwe: () => { throw new Error('not asked for') },
  clientAuthentication: clientAuthenticationAnonymous(),
  fetch: async (input, init = {}) => {
    const request = new Request(input, init)
    say({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    })
    const answer = JSON.parse((await lines.next()).value)
    return new Response(answer.body === '' ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    })
  },
}

async function receive() {
  const client = new Openid4vciClient({ callbacks })
  const credentialOffer = await client.resolveCredentialOffer(asked.offer)
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer)
  const { accessTokenResponse, dpop } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer,
    issuerMetadata,
    txCode: asked.pin,
    dpop: { signer: newSigner() },
  })
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata })
  const credentialConfigurationId = credentialOffer.credential_configuration_ids[0]
  const proofs = []
  for (let copy = 0; copy < asked.copies; copy += 1) {
    const made = await client.createCredentialRequestJwtProof({
      issuerMetadata, credentialConfigurationId, nonce, signer: newSigner(),
    })
    proofs.push(made.jwt)
  }
  const ask = (options) => ({ issuerMetadata, accessToken: accessTokenResponse.access_token, dpop, ...options })
  const { credentialResponse } = await client.retrieveCredentials(
    ask({ credentialConfigurationId, proofs: { jwt: proofs } }),
  )
  let last = credentialResponse
  if (last.transaction_id) {
    const later = await client.retrieveDeferredCredentials(ask({ transactionId: last.transaction_id }))
    last = later.deferredCredentialResponse
  }
  if (last.notification_id) {
    await client.sendNotification(
      ask({ notification: { notificationId: last.notification_id, event: 'credential_accepted' } }),
    )
  }
  return { token: accessTokenResponse.token_type, credentials: last.credentials }
}

try {
  say({ done: await receive() })
} catch (error) {
  say({ failed: error.errorResponse ?? error.response?.credentialErrorResponseResult?.data ?? String(error) })
}
process.exit(0)
