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

await new Worker({ greet, add, factorial, later }).run();
