// Builds static/dist from our own SCSS and ES modules: hashed names, a manifest, and .br beside each file.
// The new folder replaces the old one only when it is complete, so a running server never sees half a build.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import * as esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";

const ASSETS = path.dirname(fileURLToPath(import.meta.url));
const STATIC = path.join(ASSETS, "..", "static");
const DIST = path.join(STATIC, "dist");
const PACKAGES = path.join(ASSETS, "..", "..", "node_modules");

/** Files of a folder that end in `suffix` and are not partials; none when the folder is missing. */
async function entriesIn(folder, suffix) {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith(suffix) && !name.startsWith("_")).sort();
}

/** `app.css` and some bytes -> `app-1f0c9a3b2d.css`: the same content has the same name for ever. */
function hashedName(name, content) {
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${createHash("sha256").update(content).digest("hex").slice(0, 10)}${ext}`;
}

/** Every style sheet twice: as written, and mirrored for right-to-left pages. */
async function buildStyles() {
  const folder = path.join(ASSETS, "scss");
  const files = new Map();
  for (const name of await entriesIn(folder, ".scss")) {
    const { css } = sass.compile(path.join(folder, name), {
      importers: [new sass.NodePackageImporter(path.dirname(PACKAGES))],
      loadPaths: [folder, PACKAGES],
      quietDeps: true,
      style: "compressed",
    });
    const stem = path.parse(name).name;
    files.set(`${stem}.css`, Buffer.from(css));
    files.set(`${stem}.rtl.css`, Buffer.from(rtlcss.process(css)));
  }
  return files;
}

/** Bundles of js/entries; what several entries share becomes a chunk that is loaded once. */
async function buildScripts(outdir) {
  const folder = path.join(ASSETS, "js", "entries");
  const names = await entriesIn(folder, ".js");
  if (!names.length) return { files: [], manifest: {} };
  const result = await esbuild.build({
    absWorkingDir: ASSETS,
    bundle: true,
    chunkNames: "[name]-[hash]",
    entryNames: "[name]-[hash]",
    entryPoints: names.map((name) => path.join(folder, name)),
    format: "esm",
    legalComments: "linked",
    metafile: true,
    minify: true,
    nodePaths: [PACKAGES],
    outdir,
    splitting: true,
    target: "es2020",
    write: false,
  });
  const manifest = {};
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) manifest[path.basename(output.entryPoint)] = path.basename(file);
  }
  return { files: result.outputFiles, manifest };
}

/** Writes the file and, where it helps, its Brotli form at the highest quality. */
async function writeBoth(target, content) {
  await writeFile(target, content);
  const packed = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  if (packed.length < content.length) await writeFile(`${target}.br`, packed);
}

/** Returns the manifest: plain name -> hashed name, both without a folder. */
export async function build() {
  const fresh = path.join(STATIC, `dist.${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    const { files, manifest } = await buildScripts(fresh);
    for (const file of files) {
      await writeBoth(path.join(fresh, path.basename(file.path)), file.contents);
    }
    for (const [name, content] of await buildStyles()) {
      manifest[name] = hashedName(name, content);
      await writeBoth(path.join(fresh, manifest[name]), content);
    }
    const sorted = Object.fromEntries(Object.entries(manifest).sort());
    await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
    await rm(DIST, { recursive: true, force: true });
    await rename(fresh, DIST);
    return sorted;
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const manifest = await build().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
  console.log(`static/dist: ${Object.values(manifest).join(" ")}`);
}
