// Names under `.test` that lie on this machine: `node --import ./pins.mjs`, PINS="one.test,two.test".
// The certificates are believed through NODE_EXTRA_CA_CERTS. With NOW the clock stands still there.
import dns from "node:dns";

const pinned = new Set((process.env.PINS ?? "").split(","));
const lookup = dns.lookup;

dns.lookup = (name, options, answer) => {
  if (!pinned.has(name)) return lookup(name, options, answer);
  const then = answer ?? options;
  if (options?.all) return then(null, [{ address: "127.0.0.1", family: 4 }]);
  return then(null, "127.0.0.1", 4);
};

const now = Number(process.env.NOW) * 1000;
if (process.env.NOW) {
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length ? given : [now]));
    }
    static now() {
      return now;
    }
  };
}
