import { levelClass, levelLook, levels } from "./level.js";

/** The stack of system fonts that carry Chinese; charts use the same. */
export const fontStack =
  "PingFang SC, Microsoft YaHei, Source Han Sans SC, Noto Sans CJK SC, Noto Sans SC, WenQuanYi Micro Hei, system-ui, sans-serif";

/** Heads of a scorecard's indicators after the first; a narrow screen repeats them from the stylesheet, not in every row. */
export const itemHeads = [
  { zh: "取值", en: "Value" },
  { zh: "得分 / 满分", en: "Points of max" },
  { zh: "状态", en: "Status" },
  { zh: "条款", en: "Clause" },
  { zh: "来源行", en: "Source rows" },
] as const;

/** Ink, lines and grounds: everything that is not a level. */
export const ink = {
  ink: "#1B1F24",
  second: "#5A6270",
  line: "#E3E6EA",
  ground: "#F6F7F9",
  link: "#1B4A80",
  bar: "#B9C3D0",
} as const;

const levelRules = levels
  .map((level) => {
    const look = levelLook[level];
    return `.${levelClass(level)}{background:${look.fill};color:${look.ink};border-color:${look.outline}}.off.${levelClass(level)}{background:#fff;color:${look.outline}}`;
  })
  .join("");

/** A shadow at the edge of a table behind which there is more: white ends move with the table and cover it where there is none. */
const scrollHint = `.scroll{overflow-x:auto;background:linear-gradient(90deg,#fff 50%,#fff0) 0 0/36px 100% no-repeat local,linear-gradient(270deg,#fff 50%,#fff0) 100% 0/36px 100% no-repeat local,linear-gradient(90deg,#1B1F2433,#1B1F2400) 0 0/12px 100% no-repeat scroll,linear-gradient(270deg,#1B1F2433,#1B1F2400) 100% 0/12px 100% no-repeat scroll}`;

/** Rows of a stacked table on a narrow screen: the first cell heads it, the others follow with their heads, line by line. */
const stacked = `
.stack,.stack tbody,.stack tfoot,.items,.items tbody{display:block}.stack thead,.items thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack caption,.items caption{display:block}
.stack tr,.items tr{display:flex;flex-wrap:wrap;gap:2px 16px;padding:8px 0;border-bottom:1px solid ${ink.line}}
.stack th,.stack td,.items th,.items td{display:block;padding:0!important;border:0!important;text-align:left!important;min-width:0!important;white-space:normal}
.stack tbody th,.stack tfoot th,.items tbody th{flex:0 0 100%;order:-1;font-weight:600}.items tr.group th{flex:0 1 auto}.stack td:empty,.items tr.group th:empty{display:none}
.stack tbody th,.stack tfoot th,.items tbody th{position:static!important;max-width:none!important}
td.n:not(:last-child),th.n:not(:last-child){padding-right:10px}tbody th .ll{white-space:normal}th .unit{font-weight:400}
.stack td.wide,.items td.w{flex:0 0 100%}.stack .drop{display:block}
.stack td[data-h]::before{content:attr(data-h) " "}.stack td::before,.items td::before{color:${ink.second};font-size:13px}
.pairs tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5em,1fr))}.pairs tr th{grid-column:1/-1}
.pairs tr td{display:flex;align-items:baseline;text-align:right!important}.pairs tr td::before{margin-right:auto;padding-right:8px;text-align:left}.pairs tr td:empty{display:none}
#list thead:has(button){display:block;position:static;width:auto;height:auto;clip-path:none}#list thead tr{padding:8px 5px}#list thead tr::before{content:"排序";font-size:13px}:root:lang(en) #list thead tr::before{content:"Sort by"}#list thead th:not(:has(button)){display:none}#list tbody th{flex:1 1 70%;order:0}
${itemHeads.map((head, index) => `.items td:nth-child(${index + 2})::before{content:"${head.zh} "}:root:lang(en) .items td:nth-child(${index + 2})::before{content:"${head.en} "}`).join("")}`;

const screen = `
:root{font-family:"PingFang SC","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif;color-scheme:light}
*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;background:${ink.ground};color:${ink.ink};font-size:15px;line-height:1.6;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
:root:lang(zh) thead th{white-space:nowrap}:root:lang(zh) thead th.name{white-space:normal;min-width:5em}
:root:lang(en){font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
a{color:${ink.link}}a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid ${ink.link};outline-offset:2px;border-radius:3px}
.wrap{max-width:1240px;margin:0 auto;padding:0 24px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:6px 12px;z-index:2}
.top{background:#fff;border-bottom:1px solid ${ink.line}}
.bar{display:flex;align-items:center;gap:28px;min-height:56px}
.brand{font-weight:700;font-size:17px;display:flex;gap:10px;align-items:center;white-space:nowrap;color:inherit;text-decoration:none}
.mark{display:block;flex:none}
nav.main{display:flex;gap:22px;flex:1;overflow-x:auto}
nav.main a{color:${ink.second};text-decoration:none;white-space:nowrap;padding:16px 0 14px;border-bottom:2px solid transparent}
nav.main a[aria-current]{color:${ink.ink};border-color:${ink.ink};font-weight:600}
main.wrap{padding-top:26px;padding-bottom:40px}
h1{font-size:26px;line-height:1.4;margin:0 0 6px;font-weight:650;text-wrap:balance}
:root:lang(zh) h1{word-break:keep-all;overflow-wrap:anywhere}
h2{font-size:15px;margin:0;font-weight:650}
h3{font-size:15px;margin:20px 0 4px;font-weight:650}
.stamp{color:${ink.second};font-size:13px;margin:0 0 20px}
.note{border-left:3px solid ${ink.bar};background:#fff;padding:8px 14px;margin:0 0 20px;font-size:13px;color:${ink.second}}
.note b{color:${ink.ink}}
.grid{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:20px}
.card{background:#fff;border:1px solid ${ink.line};border-radius:10px;padding:18px 20px 16px;min-width:0;grid-column:span 12;display:flex;flex-direction:column}.card>.foot:last-child{margin-top:auto;padding-top:12px}.card.long{display:block}
.s4{grid-column:span 4}.s5{grid-column:span 5}.s6{grid-column:span 6}.s7{grid-column:span 7}.s8{grid-column:span 8}
.say{margin:2px 0 14px;color:${ink.second};font-size:15px}
.say:empty{margin:0}
.foot{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;margin:12px 0 0}
${scrollHint}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:${ink.second};font-size:13px;padding:0 0 4px}
caption.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th{font-weight:500;color:${ink.second};font-size:13px;text-align:left;padding:5px 14px 6px 0;vertical-align:bottom}
thead th{border-bottom:1px solid ${ink.bar}}
td,tbody th{padding:6px 14px 6px 0;border-bottom:1px solid #EFF1F3;vertical-align:top}
tbody th{color:inherit;font-size:15px;font-weight:400}
th:last-child,td:last-child{padding-right:0}
td.n,th.n{text-align:right}td.n{white-space:nowrap}td.n:not(:last-child),th.n:not(:last-child){padding-right:22px}th{min-width:3em}.small td.n:not(:last-child),.small th.n:not(:last-child){padding-right:14px}.scroll+.scroll{margin-top:18px}tbody th{min-width:8em}
.mk{display:inline-block;width:1em;text-align:left}
.nw{white-space:nowrap}
tr.group th{font-weight:650;padding-top:14px;border-bottom:1px solid ${ink.bar}}
tr.quiet td,tr.quiet th{color:${ink.second}}
tfoot td,tfoot th{border-top:1px solid ${ink.bar};border-bottom:0;font-weight:650;color:${ink.ink};font-size:15px;padding:6px 14px 6px 0;vertical-align:top}
#list .unprinted,#list .wide{font-size:13px}td.w{min-width:13em}td.any{overflow-wrap:anywhere;min-width:11em}#list .wide{min-width:11em}:root:lang(en) #list td .ll{display:inline-block;min-width:5em;max-width:7.5em;white-space:normal}:root:lang(en) #list td .ll:has(.lv-none){min-width:7.5em}
.small,.small td,.small tbody th,.small tfoot th{font-size:13px}
.dim{color:${ink.second}}
.unit{color:${ink.second};font-size:13px}
abbr{text-decoration:none}
.lv{display:inline-flex;align-items:center;justify-content:center;min-width:22px;height:22px;border-radius:5px;font-size:13px;line-height:1;font-weight:700;border:1px solid;vertical-align:middle}
.ll{white-space:nowrap}.ll .lv{margin-top:-2px}
${levelRules}
.worse{color:#8E1118}.better{color:#0B6B4F}
svg{display:block;max-width:100%}.chart-wide svg,.chart-narrow svg{height:auto}.legend{display:flex;flex-wrap:wrap;gap:2px 14px}.legend span{display:inline-flex;gap:6px;align-items:center}svg.defs{position:absolute}
svg text{font-family:inherit}
.strip{margin:0 0 10px}
.chart-narrow{display:none}.map{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center}.map ol{margin:0;padding-left:1.6em}.map li{margin:3px 0}
details{margin-top:10px}summary{cursor:pointer;font-size:13px;color:${ink.link}}
details[open] summary{margin-bottom:6px}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 16px;margin:0 0 14px;font-size:13px}
dl.facts dt{color:${ink.second}}dl.facts dd{margin:0}
ul.plain,ol.plain{margin:0;padding-left:1.3em}
.footer{color:${ink.second};font-size:13px;border-top:1px solid ${ink.line};padding:14px 0 30px}
.footer p{margin:0 0 4px}
.controls{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:end;margin:0 0 12px}
.controls label,.controls fieldset{font-size:13px;color:${ink.second};display:flex;flex-direction:column;gap:2px}
.controls fieldset{border:0;padding:0;margin:0;flex-direction:row;gap:10px;align-items:center;min-height:34px;flex-wrap:wrap}
.controls fieldset label{flex-direction:row;align-items:center;gap:4px;color:${ink.ink}}
.controls legend{float:left;margin-right:8px}
input[type=search],select{font:inherit;color:${ink.ink};border:1px solid #7D8794;border-radius:6px;padding:4px 8px;background:#fff;min-height:34px;max-width:100%}
button{font:inherit;color:${ink.link};background:#fff;border:1px solid #7D8794;border-radius:6px;padding:3px 12px;min-height:34px;cursor:pointer}
button:disabled{color:${ink.second};border-color:${ink.line};cursor:default}
th button{border:0;background:none;color:inherit;padding:0;min-height:0;font-weight:500;font-size:13px;text-align:inherit}
th[aria-sort] button{color:${ink.ink};font-weight:650}th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.pager{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:12px 0 0;font-size:13px}
.sc{display:none}.sc:target{display:block}:root:has(.sc:target) .bar .lang{display:none}.sc:target~.sc-index{display:none}
.sc-head{display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 20px;align-items:start;margin:0 0 14px}
.big{width:92px;height:92px;border-radius:14px;border:2px solid;display:flex;align-items:center;justify-content:center;font-size:46px;font-weight:700;line-height:1}
.lead{font-size:17px;margin:4px 0 0}
.matrix{width:auto;align-self:flex-start;border-collapse:separate;border-spacing:3px}
.matrix th{min-width:0;white-space:nowrap;padding:2px 6px;font-size:13px;color:${ink.second};border:0;text-align:center}
.matrix td{padding:0;border:0}
.matrix .cell{width:76px;height:36px;display:flex;align-items:center;justify-content:center;border:1px solid;border-radius:6px;font-weight:700}
.matrix .here{outline:3px solid ${ink.ink};outline-offset:1px}.matrix tfoot th{font-weight:500;font-size:13px;color:${ink.second};border:0;padding:2px}.matrix tfoot td{border:0}
.card>p.dim{margin:0 0 6px}.sc~.stamp{margin-top:18px}
.history{display:flex;flex-wrap:wrap;gap:4px 14px;list-style:none;margin:0;padding:0;font-size:13px}
.way{margin:0;padding-left:1.4em}.way li{margin:4px 0}.printed{display:none}
@media(max-width:860px){
.s4,.s5,.s6,.s7,.s8{grid-column:span 12}h1{font-size:21px;text-wrap:wrap}.wrap{padding:0 14px}.bar{gap:8px 18px;flex-wrap:wrap;padding-top:8px}nav.main{order:3;flex-basis:100%;flex-wrap:wrap;gap:0 20px}nav.main a{padding:4px 0 8px}.lang{margin-left:auto}
.card{padding:14px 14px 12px}.drop,.chart-wide{display:none}.chart-narrow{display:block}.grid{gap:14px}
.big{width:64px;height:64px;font-size:32px}.matrix .cell{width:56px}.sc-head{gap:0 14px}.lead{font-size:15px}dl.facts{grid-template-columns:minmax(0,1fr)}dl.facts dd{margin-bottom:4px}
td,tbody th,th{padding-right:10px}
}
@media screen{.scroll tbody th:first-child:not([colspan]),.scroll table:has(tbody th) thead th:first-child{position:sticky;left:0;background:#fff;z-index:1}}
@media screen and (max-width:860px){.scroll tbody th:first-child,.scroll table:has(tbody th) thead th:first-child{max-width:11em}.scroll td:not(.n){min-width:5em}${stacked}}`;

/** Heads that hold a button are not repeated on the pages that follow, so that in print the button's box is taken away. */
const print = `
@media print{
body{background:#fff;font-size:10.5pt;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.wrap{max-width:none;padding:0}.top{border:0}.bar{min-height:0;padding:0 0 6px}nav.main,.lang,.foot,.controls,.pager,.skip{display:none}
main.wrap{padding:0}h1{font-size:17pt}.grid{display:block}.card{break-inside:avoid-page;border-color:#BBB;border-radius:0;padding:10px 12px;margin:0 0 10px}.card.long{break-inside:auto;border:0;padding:0}
thead{display:table-header-group}tfoot{display:table-row-group}tr{break-inside:avoid}tr.group,h2,h3,.say,thead,caption,summary{break-after:avoid}tbody tr:first-child{break-before:avoid}a{color:inherit;text-decoration:none}.drop{display:table-cell}.scroll{overflow:visible}.printed{display:block;margin:0 0 6px}#list .printed{margin:0;font-size:8pt;color:${ink.second}}
td,th,tbody th,tfoot td,tfoot th{font-size:9pt;padding-top:3px;padding-bottom:3px}#list .drop{font-size:9pt}:root:lang(en) #list .drop:last-child{width:26%}:root:lang(en) #list .drop,:root:lang(zh) thead th,:root:lang(en) #list thead th{white-space:normal}td.any{min-width:8.5em}td.roomy{min-width:9.5em}thead th{min-width:3.5em}td.n:not(:last-child),th.n:not(:last-child){padding-right:12px}#list .n{padding-right:10px}th button{display:contents}
.chart-wide{display:block}.chart-narrow{display:none}.map{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center}.map ol{margin:0;padding-left:1.6em}.map li{margin:3px 0}
details::details-content{content-visibility:visible;display:block;block-size:auto}summary{display:block;color:inherit;font-weight:650}summary::marker{content:""}.unprinted{display:none}
}`;

/** Text as a CSS string: quotes, backslashes and anything that could end the style element are written as escapes. */
export function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:·/–—-]/gu, (character) => `\\${(character.codePointAt(0) ?? 32).toString(16)} `)}"`;
}

/**
 * The stylesheet of a publication. `printed` stands at the foot of every printed page beside its number: source and time.
 */
export function styleSheet(printed: string): string {
  const page = `@page{size:A4;margin:14mm 14mm 18mm;@bottom-left{content:${cssString(printed)};font:8pt sans-serif;color:${ink.second}}@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:${ink.second}}}`;
  return `${page}${screen}${print}`;
}
