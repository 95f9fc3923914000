// Asks @cloud-copilot/iam-simulate, installed by whoever runs this, what it thinks of cases on standard input: a JSON
// list of cases as `phizone ask request` reads them, with all their condition keys. Prints a JSON list of its answers.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const found = createRequire(`${process.argv[2]}/package.json`).resolve("@cloud-copilot/iam-simulate");
const { anonymousPrincipal, runSimulation } = (await import(pathToFileURL(found))).default;

const named = (policies, prefix) => policies.map((policy, at) => ({ name: `${prefix}${at}`, policy }));
const levels = (all, prefix) =>
  all.map((policies, at) => ({ orgIdentifier: `${prefix}${at}`, policies: named(policies, `${prefix}${at}-`) }));

function simulation(each) {
  const { principal, action, resource, resource_account, context } = each.request;
  return {
    request: {
      principal: principal === "*" ? anonymousPrincipal : principal,
      action,
      resource: { resource, accountId: resource_account },
      contextVariables: context,
    },
    identityPolicies: named(each.identity ?? [], "identity"),
    serviceControlPolicies: levels(each.scp ?? [], "scp"),
    resourceControlPolicies: levels(each.rcp ?? [], "rcp"),
    ...(each.resource_policy && { resourcePolicy: each.resource_policy }),
    ...(each.boundary && { permissionBoundaryPolicies: named(each.boundary, "boundary") }),
    ...(each.session && { sessionPolicy: each.session[0] }),
    ...(each.endpoint_policy && { vpcEndpointPolicies: named(each.endpoint_policy, "endpoint") }),
  };
}

const answers = [];
for (const each of JSON.parse(readFileSync(0, "utf-8"))) {
  const result = await runSimulation(simulation(each), {});
  answers.push(result.overallResult ?? JSON.stringify(result.errors));
}
process.stdout.write(JSON.stringify(answers));
