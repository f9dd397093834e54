import { type RulePack, rulePackSchema } from "../../models/rule-pack.js";

/** A title for parts of a pack whose words nobody reads. */
export const text = { zh: "文", en: "text" };

/** A pack of enterprise levels with the least that the schema asks for, and what a test adds. */
export function packOf(more: object): RulePack {
  return rulePackSchema.parse({
    method: "test",
    edition: "2026-01-01",
    purpose: "enterprise_level",
    subject: "enterprise",
    basis: "default",
    title: text,
    clause: "art. 1",
    issued: { by: "nobody" },
    confirmed_on: "2026-01-01",
    review_by: "2027-01-01",
    total: { kind: "sum" },
    ...more,
  });
}
