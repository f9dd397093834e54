/** Name of a department's calendar among the exports; a code that a file name cannot carry is written with `_`. */
export function calendarFile(departmentCode: string): string {
  return `inspection_plan-${departmentCode.replace(/[^\w-]/g, "_")}.ics`;
}
