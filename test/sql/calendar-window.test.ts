import { afterEach, describe, expect, it } from "vitest";
import { asOf, enterprise, openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

// "Within three years" is a time by the calendar, not a number of days.

let city: SmallWarehouse;
afterEach(() => city.close());

describe("within three years", () => {
  /** Whether a major accident of one day makes its enterprise red on another. */
  async function redOn(day: string, happened: readonly string[]): Promise<string[]> {
    city = await openSmallWarehouse({ days: [day] });
    for (const on of happened) {
      await city.put("staging.enterprise", [enterprise(on)]);
      await city.put("staging.accident", [
        {
          accident_id: on,
          enterprise_id: on,
          region_code: "650203",
          occurred_at: `${on} 01:00:00`,
          deaths: 12,
          serious_injuries: 0,
          direct_loss_cny: 0,
        },
      ]);
    }
    await city.build("marts.enterprise_level");
    const red = await city.rows<{ id: string }>(
      "select enterprise_id as id from marts.enterprise_level where level = 'red' order by id",
    );
    city.close();
    return red.map((row) => row.id);
  }

  it("ends with the same day of the third year, a leap day within or not", async () => {
    expect(await redOn(asOf, ["2023-11-21", "2023-11-22", "2023-11-23"])).toEqual([
      "2023-11-22",
      "2023-11-23",
    ]);
    expect(await redOn("2024-02-28", ["2021-02-27", "2021-02-28"])).toEqual(["2021-02-28"]);
  });

  it("ends for a 29 February with the 28th, and reaches back from one to 1 March", async () => {
    const leap = ["2024-02-28", "2024-02-29", "2024-03-01"];
    expect(await redOn("2027-02-28", leap)).toEqual(leap);
    expect(await redOn("2027-03-01", leap)).toEqual(["2024-03-01"]);
    expect(await redOn("2028-02-29", ["2025-02-28", "2025-03-01"])).toEqual(["2025-03-01"]);
    city = await openSmallWarehouse({ days: ["2028-02-29", "2027-03-01", asOf] });
    await city.build("facts.calendar_window");
    // From 29 February four years back to the leap day before, both counted: 1461 days and the day itself.
    expect(
      await city.rows(
        "select cast(as_of as varchar) as day, cast(window_days as integer) as days from facts.calendar_window where window_years in (1, 4) order by as_of, window_years",
      ),
    ).toEqual([
      { day: asOf, days: 366 },
      { day: asOf, days: 1462 },
      { day: "2027-03-01", days: 366 },
      { day: "2027-03-01", days: 1462 },
      // The first day is 1 March 2027: 365 days old.
      { day: "2028-02-29", days: 366 },
      { day: "2028-02-29", days: 1462 },
    ]);
  });
});
