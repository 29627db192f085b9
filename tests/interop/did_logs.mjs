// Ask didwebvh-ts: `resolve` a log it is handed, or `make` one, stage by stage.
// Input and output are one JSON text each, on stdin and stdout.
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  createDID,
  deactivateDID,
  deriveNextKeyHash,
  multibaseEncode,
  MultibaseEncoding,
  prepareDataForSigning,
  resolveDIDFromLog,
  signWitnessProofEntry,
  updateDID,
} from "didwebvh-ts";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

const verifier = {
  async verify(signature, message, publicKey) {
    const key = createPublicKey({
      key: Buffer.concat([SPKI, Buffer.from(publicKey)]),
      format: "der",
      type: "spki",
    });
    return verify(null, message, key, signature);
  },
};

function keyPair(number) {
  const secret = createPrivateKey({
    key: Buffer.concat([PKCS8, Buffer.alloc(32, number)]),
    format: "der",
    type: "pkcs8",
  });
  const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const multikey = multibaseEncode(
    Buffer.concat([Buffer.from([0xed, 0x01]), raw]),
    MultibaseEncoding.BASE58_BTC,
  );
  const signer = {
    getVerificationMethodId: () => `did:key:${multikey}#${multikey}`,
    async sign({ document, proof }) {
      const signature = sign(null, await prepareDataForSigning(document, proof), secret);
      return { proofValue: multibaseEncode(signature, MultibaseEncoding.BASE58_BTC) };
    },
  };
  return { multikey, did: `did:key:${multikey}`, signer };
}

async function resolve({ log, witnessProofs, versionNumber }) {
  const options = { verifier, witnessProofs, ...(versionNumber ? { versionNumber } : {}) };
  const { did, doc, meta } = await resolveDIDFromLog(log, options);
  return { did, doc, meta };
}

// A log with pre-rotation, updated twice and deactivated; and one with witnesses.
async function make() {
  const [first, second, third, fourth, anne, ben] = [1, 2, 3, 4, 101, 102].map(keyPair);
  const hashes = await Promise.all(
    [second, third, fourth].map((pair) => deriveNextKeyHash(pair.multikey)),
  );
  const base = { domain: "towns.example", paths: ["verneuil"], verifier };
  const bare = {
    "@context": ["https://www.w3.org/ns/did/v1"],
    id: "did:webvh:{SCID}:towns.example:verneuil",
  };
  const stages = [];
  let made = await createDID({
    ...base,
    signer: first.signer,
    updateKeys: [first.multikey],
    nextKeyHashes: [hashes[0]],
    verificationMethods: [{ type: "Multikey", publicKeyMultibase: first.multikey }],
    portable: false,
    created: "2026-01-01T00:00:00Z",
  });
  stages.push(made.log);
  for (const [pair, next] of [[second, hashes[1]], [third, hashes[2]]]) {
    made = await updateDID({
      log: made.log,
      signer: pair.signer,
      updateKeys: [pair.multikey],
      nextKeyHashes: [next],
      verificationMethods: [{ type: "Multikey", publicKeyMultibase: pair.multikey }],
      verifier,
    });
    stages.push(made.log);
  }
  const plain = await createDID({
    ...base,
    signer: first.signer,
    updateKeys: [first.multikey],
    didDocument: bare,
    created: "2026-01-01T00:00:00Z",
  });
  const ended = await deactivateDID({ log: plain.log, signer: first.signer, verifier });
  const witnesses = [{ id: anne.did }, { id: ben.did }];
  const witnessed = await createDID({
    ...base,
    signer: first.signer,
    updateKeys: [first.multikey],
    didDocument: bare,
    witness: { threshold: 2, witnesses },
    created: "2026-01-01T00:00:00Z",
  });
  const approval = await signWitnessProofEntry({
    versionId: witnessed.log[0].versionId,
    witnesses,
    witnessSignersByDid: { [anne.did]: anne.signer, [ben.did]: ben.signer },
  });
  return { stages, ended: ended.log, witnessed: witnessed.log, witnessFile: [approval] };
}

const tasks = { resolve, make };
const input = JSON.parse(readFileSync(0, "utf8"));
try {
  process.stdout.write(JSON.stringify({ found: await tasks[process.argv[2]](input) }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: String(error) }));
}
