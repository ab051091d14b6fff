// Shows one run to the official readers: node official.mjs RUN; prints one line of JSON.
import { createWriteStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { validate } from 'ctrf'
import { parseEnvelope } from '@cucumber/messages'
import { CucumberHtmlStream } from '@cucumber/html-formatter'

const run = process.argv[2]
const read = (name) => readFileSync(`${run}/${name}`, 'utf8')
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats(ajv)
const schema = (path) => ajv.compile(JSON.parse(readFileSync(new URL(`node_modules/${path}`, import.meta.url))))
const wrong = (check, what) => (check(what) ? [] : check.errors.map((one) => `${one.instancePath} ${one.message}`))

const envelope = schema('@cucumber/messages/messages.schema.json')
const lines = read('cucumber.ndjson').split('\n').filter(Boolean)
const log = schema('@microsoft/sarif-multitool-linux/sarif-2.1.0.json')
const begun = performance.now()
await pipeline(Readable.from(lines.map(parseEnvelope)), new CucumberHtmlStream(), createWriteStream(`${run}/cucumber.html`))
console.log(JSON.stringify({
  ctrf: validate(JSON.parse(read('ctrf.json'))).errors.map((one) => one.message ?? String(one)),
  cucumber: lines.flatMap((line) => wrong(envelope, JSON.parse(line))),
  sarif: wrong(log, JSON.parse(read('results.sarif'))),
  envelopes: lines.length,
  seconds: (performance.now() - begun) / 1000,
}))
