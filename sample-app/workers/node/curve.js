// Keys by which services and those who call them know each other, and by which all that they say is
// encrypted (CurveZMQ). They come from the environment:
//
//     MULTIFROST_CURVE_PUBLIC_KEY, MULTIFROST_CURVE_SECRET_KEY   the own key pair, as
//         `node curve.js` or `python -m multifrost_worker keys` makes it
//     MULTIFROST_CURVE_ALLOWED_CLIENTS   for a service: the public keys of those who may call it,
//         with commas between them, or * for all who know its own public key
import { fileURLToPath } from 'node:url';
import { curveKeyPair, Reply } from 'zeromq';

const VARIABLE = 'MULTIFROST_CURVE_';
const DOMAIN = 'multifrost';
const WARN_MILLIS = 10_000; // between warnings about what strangers can cause as often as they like

/** Has a socket that is not bound yet let those in alone who are allowed. Returns its public key. */
export async function closeToStrangers(router) {
  const own = ownKeys();
  const allowed = variable('ALLOWED_CLIENTS').split(/[\s,]+/).filter(Boolean);
  if (!own) {
    if (allowed.length > 0) {
      throw new Error(`${VARIABLE}ALLOWED_CLIENTS needs ${VARIABLE}SECRET_KEY as well`);
    }
    return undefined;
  }
  if (allowed.length === 0) {
    throw new Error(`${VARIABLE}ALLOWED_CLIENTS names nobody: name the public keys of those who may call, or * `
      + 'for all who know the key of this service');
  }
  const any = allowed.length === 1 && allowed[0] === '*';
  (any ? [] : allowed).forEach((key) => check(`${VARIABLE}ALLOWED_CLIENTS`, key));
  // Who has the key of the service may call it, such as a probe beside it
  await answer((key) => any || key === own.publicKey || allowed.includes(key));
  Object.assign(router, { curveServer: true, curvePublicKey: own.publicKey, curveSecretKey: own.secretKey,
    zapDomain: DOMAIN, zapEnforceDomain: true });
  return own.publicKey;
}

/** Has a socket that is not connected yet talk to the service with a key alone. */
export function connectClosed(dealer, serverKey) {
  const own = ownKeys();
  if (serverKey) {
    const { publicKey, secretKey } = own ?? curveKeyPair();
    Object.assign(dealer, { curvePublicKey: publicKey, curveSecretKey: secretKey,
      curveServerKey: check('The key of the service', serverKey) });
  } else if (own) {
    throw new Error('The key of the service is not known: it has to be in the registry, or to be named');
  }
}

/** Answers ZeroMQ's questions about clients (ZAP, RFC 27). */
async function answer(isAllowed) {
  const questions = new Reply();
  await questions.bind('inproc://zeromq.zap.01');
  let refused = 0;
  let warned = -WARN_MILLIS;
  const serve = async () => {
    for await (const [version, id, domain, address, , , key] of questions) {
      const text = encode(key);
      const allowed = domain.toString() === DOMAIN && isAllowed(text);
      if (!allowed) {
        refused += 1;
        if (performance.now() - warned > WARN_MILLIS) {
          console.error(`Refused ${refused} connections, the last one of ${address}: ${text} is none of the allowed `
            + `clients (${VARIABLE}ALLOWED_CLIENTS)`);
          [refused, warned] = [0, performance.now()];
        }
      }
      await questions.send([version, id, allowed ? '200' : '400', '', allowed ? text : '', '']);
    }
  };
  serve().catch((error) => { // without answers nobody gets in
    console.error(`Cannot say who may connect: ${error}`);
    process.exit(1);
  });
}

function ownKeys() {
  for (const name of ['LOCAL', 'SECRET_KEY_FILE', 'ALLOWED_CLIENTS_FILE']) {
    if (variable(name)) { // which would leave a service open that is to be closed
      throw new Error(`${VARIABLE}${name} is not known here: set ${VARIABLE}SECRET_KEY and ${VARIABLE}ALLOWED_CLIENTS`);
    }
  }
  const [publicKey, secretKey] = [variable('PUBLIC_KEY'), variable('SECRET_KEY')];
  if (!publicKey && !secretKey) {
    return undefined;
  }
  return { publicKey: check(`${VARIABLE}PUBLIC_KEY`, publicKey), secretKey: check(`${VARIABLE}SECRET_KEY`, secretKey) };
}

function variable(name) {
  return process.env[VARIABLE + name]?.trim() ?? '';
}

/** Does not show a wrong one, which may be secret. */
function check(name, key) {
  if (!/^[0-9a-zA-Z.:+=^!/*?&<>()[\]{}@%$#-]{40}$/.test(key)) {
    throw new Error(`${name} is no key: one has 40 characters, and this has ${key.length}`);
  }
  return key;
}

/** Writes a key as the text that it is known by (Z85, RFC 32). */
function encode(key) {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
  let text = '';
  for (let i = 0; i < key.length; i += 4) {
    const value = key.readUInt32BE(i);
    text += [4, 3, 2, 1, 0].map((power) => digits[Math.floor(value / 85 ** power) % 85]).join('');
  }
  return text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { publicKey, secretKey } = curveKeyPair();
  console.log(`public-key: "${publicKey}"\nsecret-key: "${secretKey}"`);
}
