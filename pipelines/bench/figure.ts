/** One line of the table: what was measured, its figure with unit, and the budget of the design where there is one. */
export interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly budget: string;
}
