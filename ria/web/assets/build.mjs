// Builds ria/web/static/dist: style sheet, scripts, fonts, mark, and manifest.json {name: hash}.
// Everything comes from node_modules and this folder; nothing is fetched.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compileAsync } from 'sass'

const source = dirname(fileURLToPath(import.meta.url))
const root = join(source, '..', '..', '..')
const packages = join(root, 'node_modules')
const target = join(source, '..', 'static', 'dist')
const fonts = join(packages, '@fontsource-variable', 'source-sans-3')

const copied = {
  'mark.svg': join(source, 'mark.svg'),
  'source-sans-3-latin.woff2': join(fonts, 'files', 'source-sans-3-latin-wght-normal.woff2'),
  'source-sans-3-latin-ext.woff2': join(fonts, 'files', 'source-sans-3-latin-ext-wght-normal.woff2'),
  'source-sans-3-licence.txt': join(fonts, 'LICENSE')
}

async function styleSheet () {
  const { css } = await compileAsync(join(source, 'ria.scss'), {
    loadPaths: [packages],
    quietDeps: true,
    style: 'compressed'
  })
  await writeFile(join(target, 'ria.css'), css)
}

async function scripts () {
  await build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: [join(source, 'ria.js'), join(source, 'enabled.js')],
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    minify: true,
    outdir: target,
    target: ['es2020']
  })
}

async function manifest () {
  const hashes = {}
  for (const name of (await readdir(target)).sort()) {
    const content = await readFile(join(target, name))
    hashes[name] = createHash('sha256').update(content).digest('hex').slice(0, 12)
  }
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(hashes, null, 2)}\n`)
}

await rm(target, { recursive: true, force: true })
await mkdir(target, { recursive: true })
await Promise.all([
  styleSheet(),
  scripts(),
  ...Object.entries(copied).map(([name, from]) => copyFile(from, join(target, name)))
])
await manifest()
