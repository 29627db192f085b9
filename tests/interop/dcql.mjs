// Ask npm `dcql`: `read` whether a query is one, `match` what answers it, `check` what came back.
// Input is a JSON array of questions on stdin, output an array of answers on stdout.
import { readFileSync } from "node:fs";
import { DcqlPresentation, DcqlPresentationResult, DcqlQuery } from "dcql";

function read({ query }) {
  const parsed = DcqlQuery.parse(query);
  DcqlQuery.validate(parsed);
  return parsed;
}

function match({ query, held }) {
  const found = DcqlQuery.query(read({ query }), held);
  const queries = {};
  for (const [id, result] of Object.entries(found.credential_matches)) {
    queries[id] = (result.valid_credentials ?? []).map((valid) => {
      const [first] = valid.claims.valid_claim_sets;
      return [valid.input_credential_index, first.claim_set_index ?? null, first.output];
    });
  }
  const sets = found.credential_sets?.map((set) => set.matching_options ?? []);
  return { satisfied: found.can_be_satisfied, queries, sets };
}

function check({ query, token }) {
  const dcqlQuery = read({ query });
  DcqlPresentation.parse(token);
  return DcqlPresentationResult.fromDcqlPresentation(token, { dcqlQuery }).can_be_satisfied;
}

const task = { read, match, check }[process.argv[2]];
const answers = JSON.parse(readFileSync(0, "utf8")).map((question) => {
  try {
    return { said: task(question) };
  } catch (error) {
    return { error: error.message };
  }
});
process.stdout.write(JSON.stringify(answers));
