// Status lists as @sd-jwt/jwt-status-list reads and writes them.
import { createHeaderAndPayload, getListFromStatusListJWT, StatusList } from "@sd-jwt/jwt-status-list";
import { encode, newKey, serve, signature } from "./peer.mjs";

const key = newKey();

async function read({ jwt, uri }) {
  const text = jwt ?? (await (await fetch(uri, { headers: { accept: "application/statuslist+jwt" } })).text());
  const { statusList } = getListFromStatusListJWT(text);
  return { places: statusList.length, marked: Object.fromEntries(Object.entries(statusList).filter(([, one]) => one)) };
}

async function write({ statuses, bits, payload }) {
  const list = new StatusList(statuses, bits);
  const made = createHeaderAndPayload(list, payload, { alg: "ES256" });
  const input = `${encode(made.header)}.${encode(made.payload)}`;
  return { jwt: `${input}.${signature(key, input)}`, key };
}

await serve({ read, write });
