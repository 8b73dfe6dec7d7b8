// The functions of this worker. Positional arguments come in, one value goes out.
import { Worker } from './worker.js';

function greet(name) {
  return `Hello ${name}, from Node.js ${process.versions.node.split('.')[0]}`;
}

function add(a, b) {
  return a + b;
}

function factorial(n) {
  if (n > 20) {
    throw new RangeError(`factorial(${n}) does not fit into 64 bits; the largest that does is factorial(20)`);
  }
  let product = 1n; // a BigInt travels as an integer of 64 bits, where a number is exact up to 2^53
  for (let i = 2n; i <= n; i++) {
    product *= i;
  }
  return product;
}

async function later(value, millis) { // others run meanwhile
  await new Promise((resolve) => { setTimeout(resolve, millis); });
  return value;
}

async function* countdown(from, millis = 0) { // each number is sent when it is there
  try {
    for (let n = from; n > 0; n--) {
      yield n;
      await new Promise((resolve) => { setTimeout(resolve, millis); });
    }
  } finally {
    console.error(`countdown from ${from} is over`); // also when its reader wants no more
  }
}

await new Worker({ greet, add, factorial, later, countdown }).run();
