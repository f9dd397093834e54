import { block, downloads, fold } from "../block.js";
import { decimal, integer, rounded } from "../format.js";
import { html } from "../html.js";
import type { PremiumPageRows } from "../premium-rows.js";
import { type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { listText, plural } from "../text.js";
import { bookTable, policyView, quintileTable, renewalTable, segmentTable } from "./premium-tables.js";

/** The premium coefficient: books in balance, one policy factor by factor, whether it tells claims apart, what to renew. */
export function premiumPage(publication: Publication, place: Place, rows: PremiumPageRows): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const [first, ...others] = rows.policies;
  const booksThatAre = (state: string): string[] =>
    rows.books.filter((book) => book.balance_state === state).map((book) => book.insurer_id);
  const [off, small] = [booksThatAre("out_of_reach"), booksThatAre("too_few")];
  const [firstSegment, ...otherSegments] = [...new Set(rows.segments.map((row) => row.insurer_id))].map(
    (insurer) => rows.segments.filter((row) => row.insurer_id === insurer),
  );
  const title =
    rows.policyTotal === 0
      ? t("没有可计算系数的保单。", "There is no policy to price.")
      : t(
          `${rows.books.length} 家保险机构 ${integer(rows.policyTotal)} 份保单，${integer(rows.cappedTotal)} 份受限；${integer(rows.renewalTotal)} 份待续保。`,
          `${plural(rows.policyTotal, "policy", "policies")} of ${plural(rows.books.length, "insurer")}, ${integer(rows.cappedTotal)} held by a limit; ${integer(rows.renewalTotal)} to renew.`,
        );
  const told = rows.quintiles.filter((row) => row.actual_to_expected !== null);
  const [low, high] = [told[0], told.at(-1)];
  const quintileSay =
    low && high && low !== high
      ? t(
          `系数最低的可比组实际为预期的 ${rounded(low.actual_to_expected, 2)} 倍，最高的为 ${rounded(high.actual_to_expected, 2)} 倍；预期按各行业在全部账册中的赔案率计。这些赔案已进入经验系数，只说明方向，不是预测检验。`,
          `Claims are ${rounded(low.actual_to_expected, 2)} of what was expected in the lowest fifth that can be compared and ${rounded(high.actual_to_expected, 2)} in the highest; expected is at each sector's rate over all books. The same claims are in the experience factor: this shows direction and is no test of prediction.`,
        )
      : t(
          `赔案太少：每组不足 ${rows.leastClaims} 起的不作比较。`,
          `Too few claims: nothing is said of a fifth with fewer than ${rows.leastClaims}.`,
        );
  return page(publication, place, {
    title: t("安责险", "Premium"),
    body: html`<h1>${title}</h1>
${stamp(publication, place, "premium")}
<div class="grid">
${block({
  id: "book",
  isLong: true,
  title: t("账册", "Books"),
  say:
    off.length + small.length > 0
      ? [
          off.length
            ? t(
                `${listText(lang, off)}的上下限与浮动限度合在一起容不下平衡目标，已尽量接近。`,
                `The limits leave no room for the target in ${off.length === 1 ? "the book" : "the books"} of ${listText(lang, off)}; ${off.length === 1 ? "it is" : "they are"} as near as the limits allow.`,
              )
            : "",
          small.length
            ? t(
                `${listText(lang, small)}的保单不足 ${rows.leastPolicies} 份，不作平衡，平衡系数为 1：账册太小时，平衡会把一份保单自己的升降又还给它。`,
                `${small.length === 1 ? `The book of ${listText(lang, small)} has` : `The books of ${listText(lang, small)} have`} fewer than ${rows.leastPolicies} policies${small.length === 1 ? "" : " each"}: not balanced, factor 1. In so small a book the balance would pay a policy its own change back.`,
              )
            : "",
        ]
          .filter((each) => each !== "")
          .join(t("", " "))
      : t(
          "平衡系数使每家机构的平均系数（按基准保费加权）在各项限制之后仍等于目标，误差不超过 0.001。赔付率为经验期内已发生赔款与满期保费之比。",
          "The off-balance factor keeps the mean coefficient of every insurer, weighted by base premium, at its target after all limits, within 0.001. The loss ratio is claims incurred over premium earned in the experience window.",
        ),
  body: bookTable(rows.books, rows.leastClaims, lang),
  links: downloads("premium_book", root, lang),
})}${
  first
    ? block({
        id: "policy",
        isLong: true,
        title: t("一份保单的系数", "One policy, factor by factor"),
        say: t(
          "灰色为数值，深色为抬高，空心为压低。先列保费受限制影响最大的保单；任何保单都可用 sise explain 保单号 追到条款与来源行。",
          "Grey bars are values, dark ones raise, hollow ones lower. Policies whose premium the limits change most come first; sise explain POLICY walks any policy back to clauses and source rows.",
        ),
        body: html`${policyView(first, lang)}${others.map((policy) =>
          fold(
            `${policy.policy_id} · ${policy.enterprise_name ?? policy.enterprise_id} · ${decimal(policy.coefficient)}`,
            policyView(policy, lang),
          ),
        )}`,
        links: [
          ...downloads("premium_coefficient", root, lang),
          ...downloads("premium_factor", root, lang).map((each) => ({
            ...each,
            label: `${each.label}${t("（各项系数）", " (factors)")}`,
          })),
        ],
      })
    : null
}${block({
  id: "quintile",
  isLong: true,
  title: t("系数能否区分赔案", "Does the coefficient tell claims apart?"),
  say: quintileSay,
  body: quintileTable(rows.quintiles, rows.leastClaims, lang),
  links: downloads("premium_quintile", root, lang),
})}${block({
  id: "segment",
  isLong: true,
  title: t("机构、行业与等级", "Insurers, sectors and levels"),
  say: t(
    `赔案不足 ${rows.leastClaims} 起的组合不给赔付率。`,
    `No loss ratio is given where there are fewer than ${rows.leastClaims} claims.`,
  ),
  body: html`${segmentTable(firstSegment ?? [], rows.leastClaims, lang)}${otherSegments.map((segment) =>
    fold(
      `${segment[0]?.insurer_id ?? ""} · ${t(`${segment.length} 行`, plural(segment.length, "row"))}`,
      segmentTable(segment, rows.leastClaims, lang),
    ),
  )}`,
  links: downloads("premium_segment", root, lang),
})}${block({
  id: "renewal",
  isLong: true,
  title: t("待续保", "To renew"),
  say:
    rows.renewalTotal > rows.renewals.length
      ? t(
          `共 ${integer(rows.renewalTotal)} 份，此处列最先到期的 ${rows.renewals.length} 份；全部见下载。`,
          `${integer(rows.renewalTotal)} in all, the first ${rows.renewals.length} to end are here; the downloads hold all.`,
        )
      : t("续保清单，供保险机构直接读取。", "The renewal file, for insurers to read as it is."),
  body: renewalTable(rows.renewals, lang),
  links: [
    ...downloads("premium_renewal", root, lang),
    { href: `${root}export/premium_renewal.csv`, label: t("下载 CSV", "Download CSV"), isDownload: true },
  ],
})}</div>
`,
  });
}
