import type { KnownIndicator } from "../models/rule-lint.js";
const ids = {
  number:
    "red_risk_point_count orange_risk_point_count graded_risk_point_count exposed_person_count installation_population_500m employee_count open_major_hazard_count overdue_major_hazard_count overdue_general_hazard_count longest_major_overdue_days audited_on_time_closure_fraction recurrent_finding_count check_task_completion_fraction days_since_last_look",
  code: "regulated_sector operating_status standardization_grade in_chemical_park worst_installation_grade is_discredited",
};
export const catalogueStandIn: readonly KnownIndicator[] = (["number", "code"] as const).flatMap((kind) =>
  ids[kind].split(" ").map((id) => ({ id, kind, purpose: "enterprise_level" })),
);
