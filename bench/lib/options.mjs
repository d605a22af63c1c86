import { parseArgs } from "node:util";
import { caseNames } from "./cases.mjs";

const usage = `bench/run.sh [--rounds N] [--seconds S] [--only ${caseNames.join(",")}] [--without-idp] [--json FILE] [--no-build] [--keep]
  --rounds N      rounds per case, the servers alternate in each (default 3)
  --seconds S     seconds of load per server and round (default 4)
  --only A,B      these cases only
  --without-idp   only the servers it is compared with
  --json FILE     all numbers as JSON
  --no-build      use what is below artifacts/bench
  --keep          leave databases and logs in the temporary directory
environment: IDP_BIN (server binary), PEER_NODE (node for the peer), PEER_ACCESS_TOKEN=jwt|opaque`;

export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "4" },
      only: { type: "string", default: caseNames.join(",") },
      "without-idp": { type: "boolean", default: false },
      json: { type: "string" },
      "no-build": { type: "boolean" },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const only = values.only.split(",");
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  const unknown = only.find((name) => !caseNames.includes(name));
  if (unknown || !(rounds >= 1) || !(seconds >= 1)) {
    console.error(unknown ? `no case '${unknown}'\n${usage}` : usage);
    process.exit(2);
  }
  return { rounds: Math.floor(rounds), seconds: Math.floor(seconds), only, withIdp: !values["without-idp"], json: values.json, keep: values.keep };
}
