import type { z } from "zod";
import { casPattern } from "../check-digit.js";
import { code, dec, entity, needs, text } from "../contract.js";

export const installationChemical = entity({
  name: "installation_chemical",
  heading: { zh: "危险化学品", en: "Chemical of an installation" },
  meaning: { zh: "一个单元中的一种危险化学品", en: "one chemical held in an installation" },
  columns: {
    installation_id: code(
      { zh: "重大危险源编号", en: "Installation ID" },
      { key: true, foreign: needs("installation", "installation_id") },
    ),
    cas_no: code(
      { zh: "CAS号", en: "CAS number" },
      {
        key: true,
        checkDigit: "cas",
        pattern: {
          source: casPattern,
          says: { zh: "CAS 号，如 7782-50-5", en: "a CAS number such as 7782-50-5" },
        },
      },
    ),
    chemical_name: text({ zh: "品名", en: "Chemical name" }),
    hazard_class: code(
      { zh: "危险性类别", en: "Hazard class" },
      {
        meaning: {
          zh: "GB 18218-2018 表 2 的符号，多个以“;”分开；表 1 未列名的化学品填写",
          en: "symbol of GB 18218-2018 table 2, several parted by ;, for chemicals that table 1 does not name",
        },
      },
    ),
    quantity_t: dec(
      { zh: "最大存量吨", en: "Largest quantity" },
      { required: true, unit: "t", min: 0, exclusiveMin: true },
    ),
  },
});

export type InstallationChemical = z.infer<typeof installationChemical.schema>;
