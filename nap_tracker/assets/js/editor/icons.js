// Icons of the toolbar, drawn as strokes on a 20 by 20 field. Their names are the words' names.

const PATHS = {
  strong: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  em: "M9 4h6M5 16h6M12 4 8 16",
  sub: "M3 5l7 8M10 5l-7 8M14 13.5c.5-1.500 3.500-1.300 3 .4-.3 1-3 2.100-3 3.600h3.200",
  sup: "M3 8l7 8M10 8l-7 8M14 3.500c.5-1.500 3.500-1.300 3 .4-.3 1-3 2.100-3 3.600h3.200",
  bullets: "M8 5h9M8 10h9M8 15h9M3.500 5h.1M3.500 10h.1M3.500 15h.1",
  numbers: "M8 5h9M8 10h9M8 15h9M3 4l1-.7V7.500M2.800 12.500c.6-1 2.200-.6 1.900.5-.2.8-1.900 1.500-1.900 2.500h2.200",
  indent: "M9 5h8M9 10h8M9 15h8M3 7l3 3-3 3",
  outdent: "M9 5h8M9 10h8M9 15h8M6 7l-3 3 3 3",
  link: "M8.500 11.500a3 3 0 0 0 4.200 0l2.800-2.800a3 3 0 0 0-4.200-4.200l-1 1M11.500 8.500a3 3 0 0 0-4.200 0l-2.800 2.800a3 3 0 0 0 4.200 4.200l1-1",
  footnote: "M3 16h14M3 12h6M5 3v6M13 4l1.500-1V8",
  language: "M3 10a7 7 0 1 0 14 0 7 7 0 0 0-14 0M3 10h14M10 3c-4.500 4-4.500 10 0 14M10 3c4.500 4 4.500 10 0 14",
  figure: "M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13.500 7.500h.1",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12",
  rowAfter: "M3 4h14v5H3zM10 12v5M7.500 14.500h5",
  columnAfter: "M4 3v14h5V3zM12 10h5M14.500 7.500v5",
  rowDelete: "M3 4h14v5H3zM8 12l4 4M12 12l-4 4",
  columnDelete: "M4 3v14h5V3zM12 8l4 4M16 8l-4 4",
  header: "M3 4h14v12H3zM3 8h14M5 6h10",
  merge: "M3 5h14v10H3zM5.500 10h3M7 8.500 8.500 10 7 11.500M14.500 10h-3M13 8.500 11.500 10l1.500 1.500",
  tableDelete: "M3 4h14v12H3zM8 8l4 4M12 8l-4 4",
  undo: "M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 9H8",
  redo: "M13 4l4 4-4 4M17 8H9a5 5 0 0 0 0 9h3",
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.dataset.icon = name;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
