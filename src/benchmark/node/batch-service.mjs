// What a team writes in an afternoon instead of running the gateway: takes a HubSpot batch of any size, parses it, cuts
// it into calls of a hundred, makes a fixed number of them at a time over kept connections, sends again what met a 429
// or a gateway error, and answers everything as one JSON. Plain Node.js, no packages.
//
//   HUBSPOT_URL=http://localhost:8089 PORT=8081 CONNECTIONS=16 node batch-service.mjs

import http from 'node:http';
import https from 'node:https';

const upstream = new URL(process.env.HUBSPOT_URL ?? 'https://api.hubapi.com');
const connections = Number(process.env.CONNECTIONS ?? 16);
const port = Number(process.env.PORT ?? 8081);

const INPUTS_PER_CALL = 100;
const ATTEMPTS = 5;
const PATH = /^\/crm\/v3\/objects\/([A-Za-z0-9_-]+)\/batch\/(create|read|update|upsert|archive)$/;

const client = upstream.protocol === 'https:' ? https : http;
const agent = new client.Agent({ keepAlive: true, maxSockets: connections });

async function readAll(stream) {
  const pieces = [];
  for await (const piece of stream) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function exchange(path, authorization, body) {
  return new Promise((resolve, reject) => {
    const request = client.request(
      new URL(path, upstream),
      {
        method: 'POST',
        agent,
        headers: {
          authorization,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        readAll(response).then((bytes) => resolve({ status: response.statusCode, bytes }), reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const isWorthAnother = (status) => status === 429 || status === 502 || status === 503 || status === 504;

async function call(path, authorization, body) {
  const text = JSON.stringify(body);
  for (let attempt = 1; ; attempt++) {
    const { status, bytes } = await exchange(path, authorization, text);
    if (!isWorthAnother(status) || attempt === ATTEMPTS) {
      return { status, answer: bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8')) };
    }
    await new Promise((done) => setTimeout(done, 1000 * attempt));
  }
}

async function batch(path, authorization, body) {
  const { inputs, ...rest } = body;
  const answers = new Array(Math.ceil(inputs.length / INPUTS_PER_CALL));
  let next = 0;
  const worker = async () => {
    while (next < answers.length) {
      const index = next++;
      const from = index * INPUTS_PER_CALL;
      answers[index] = await call(path, authorization, { ...rest, inputs: inputs.slice(from, from + INPUTS_PER_CALL) });
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return merged(answers);
}

function merged(answers) {
  const results = [];
  const errors = [];
  let startedAt;
  let completedAt;
  for (const { status, answer } of answers) {
    if (status >= 300) {
      errors.push(answer);
      continue;
    }
    results.push(...(answer.results ?? []));
    errors.push(...(answer.errors ?? []));
    if (startedAt === undefined || answer.startedAt < startedAt) {
      startedAt = answer.startedAt;
    }
    if (completedAt === undefined || answer.completedAt > completedAt) {
      completedAt = answer.completedAt;
    }
  }
  const body = { status: 'COMPLETE', results, startedAt, completedAt };
  if (errors.length > 0) {
    return { status: 207, body: { ...body, numErrors: errors.length, errors } };
  }
  return { status: answers[0].status, body };
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

const server = http.createServer(async (request, response) => {
  try {
    if (request.method !== 'POST' || !PATH.test(request.url)) {
      send(response, 404, { status: 'error', message: 'no such path' });
      return;
    }
    const body = JSON.parse((await readAll(request)).toString('utf8'));
    if (!Array.isArray(body.inputs) || body.inputs.length === 0) {
      send(response, 400, { status: 'error', message: 'inputs are missing' });
      return;
    }
    const { status, body: answer } = await batch(request.url, request.headers.authorization ?? '', body);
    send(response, status, answer);
  } catch (error) {
    send(response, error instanceof SyntaxError ? 400 : 502, { status: 'error', message: String(error.message) });
  }
});

server.requestTimeout = 0;
server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on: http://127.0.0.1:${server.address().port}`);
});
