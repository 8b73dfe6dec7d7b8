"use strict";

// Asks the actuator endpoint every two seconds, or every ?period= milliseconds; the curves are what was
// seen since the page was opened.
const ENDPOINT = "actuator/multifrost";
const PERIOD = Number(new URLSearchParams(location.search).get("period")) || 2000;
const POINTS = 90;
const FEWEST = 15;
const STATE = { RUNNING: "good", STARTING: "warn", RECOVERING: "warn", STOPPING: "warn", FAILED: "bad" };
const LEVEL = { WARN: "warn", ERROR: "bad" };
const histories = new Map();
const busy = new Set();
const functions = new Map();
let notice = "";

function element(tag, className, text) {
	const made = document.createElement(tag);
	if (className) {
		made.className = className;
	}
	if (text !== undefined) {
		made.textContent = text;
	}
	return made;
}

function millis(value) {
	if (value === undefined || value === null) {
		return "–";
	}
	return value >= 1000 ? (value / 1000).toFixed(1) + " s" : value.toFixed(value >= 10 ? 0 : value >= 1 ? 1 : 2) + " ms";
}

function bytes(value) {
	const scaled = (unit) => (value / unit).toFixed(value >= 100 * unit ? 0 : 1);
	return value >= 1e6 ? scaled(1e6) + " MB" : value >= 1e3 ? scaled(1e3) + " kB" : value + " B";
}

function seconds(value) {
	return value >= 3600 ? Math.floor(value / 3600) + " h " + Math.floor(value % 3600 / 60) + " min"
		: value >= 60 ? Math.floor(value / 60) + " min " + value % 60 + " s" : value + " s";
}

// How many calls a second have ended since the last look, and what was measured of them
function remember(worker, now) {
	const history = histories.get(worker.name) || { points: [] };
	histories.set(worker.name, history);
	const total = worker.calls.total;
	if (history.total !== undefined) {
		const latency = worker.calls.latencyMillis || {};
		history.points.push({ at: now, rate: Math.max(0, total - history.total) * 1000 / (now - history.at),
			p50: latency.p50, p95: latency.p95, p99: latency.p99 });
		if (history.points.length > POINTS) {
			history.points.shift();
		}
	}
	history.total = total;
	history.at = now;
	return history.points;
}

function chart(title, points, series, format) {
	const box = element("div", "chart");
	const head = box.appendChild(element("div", "head"));
	const heading = head.appendChild(element("h3", "", title));
	const legend = head.appendChild(element("div", "legend"));
	const last = points[points.length - 1] || {};
	for (const name of series) {
		legend.append(element("span", "key " + name, (series.length > 1 ? name + " " : "") + format(last[name])));
	}
	const highest = Math.max(...points.flatMap((point) => series.map((name) => point[name] || 0)), 0) || 1;
	const age = points.length > 1 ? ", last " + seconds(Math.round((last.at - points[0].at) / 1000)) : "";
	heading.append(element("span", "scale", "0 to " + format(highest) + age));
	const span = Math.max(points.length, FEWEST);
	const svg = box.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
	svg.setAttribute("viewBox", "0 0 " + (span - 1) + " 100");
	svg.setAttribute("preserveAspectRatio", "none");
	svg.setAttribute("role", "img");
	svg.setAttribute("aria-label", title + ", at most " + format(highest));
	const path = (className, d) => {
		const line = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
		line.setAttribute("class", className);
		line.setAttribute("d", d);
	};
	[2, 50, 98].forEach((y) => path("axis", "M0 " + y + "H" + (span - 1)));
	for (const name of series) {
		let pen = "M";
		const steps = [];
		points.forEach((point, index) => {
			if (point[name] === undefined) {
				pen = "M";
				return;
			}
			const x = span - points.length + index;
			steps.push(pen + x + " " + (98 - 92 * point[name] / highest).toFixed(2));
			pen = "L";
		});
		path("series " + name, steps.join(""));
	}
	return box;
}

function figures(worker) {
	const list = element("dl");
	const add = (name, value, className) => {
		const entry = list.appendChild(element("div"));
		entry.append(element("dt", "", name), element("dd", className, value));
	};
	const calls = worker.calls;
	add("Calls", calls.total.toLocaleString("en"));
	add("Failed", calls.failed.toLocaleString("en") + (calls.failed ? " (" + (100 * calls.errorRate).toFixed(1) + " %)" : ""),
		calls.failed ? "warn" : "");
	add("In flight", calls.inFlight + " (max " + calls.maxInFlight + ")");
	add("Queue", worker.queued + " (max " + worker.maxQueued + ")", worker.queued ? "warn" : "");
	add("Restarts", String(worker.restarts), worker.restarts ? "warn" : "");
	const breaker = worker.breaker ? worker.breaker.state : "none";
	add("Breaker", breaker.toLowerCase().replace("_", " "),
		{ CLOSED: "good", OPEN: "bad", FORCED_OPEN: "bad", HALF_OPEN: "warn" }[breaker] || "muted");
	const trips = worker.heartbeats.roundTripMillis;
	add("Heartbeat", trips ? millis(trips.last) : "–", worker.heartbeats.missed ? "warn" : "");
	add("Sent, received", bytes(worker.bytesSent) + ", " + bytes(worker.bytesReceived), "pair");
	return list;
}

function about(worker) {
	const running = worker.instances.filter((instance) => instance.state === "RUNNING");
	if (worker.instances.length > 1) {
		return running.length + " of " + worker.instances.length + " instances run";
	}
	const instance = worker.instances[0] || {};
	return [...place(worker, instance), worker.mode.toLowerCase()].filter(Boolean).join(" · ");
}

// Where an instance is, and since when it runs; a process that was started here has no other host
function place(worker, instance) {
	const remote = worker.mode === "CONNECT";
	return [remote ? instance.host : "", remote && instance.zone ? "zone " + instance.zone : "",
		instance.pid ? "pid " + instance.pid : "",
		instance.uptimeSeconds !== undefined && instance.uptimeSeconds !== null ? "up " + seconds(instance.uptimeSeconds) : ""];
}

function instanceList(worker) {
	const list = element("ul", "instances");
	for (const instance of worker.instances) {
		const item = list.appendChild(element("li"));
		item.append(element("span", STATE[instance.state] || "muted", instance.state.toLowerCase()),
			element("span", "", ["#" + instance.number, ...place(worker, instance)].filter(Boolean).join(" · ")),
			element("span", "muted", instance.inFlight + " in flight, " + instance.calls.toLocaleString("en") + " calls"));
	}
	return list;
}

// The functions of a worker, which is asked for them when the list is opened
function functionList(worker) {
	const box = element("details", "functions");
	const summary = box.appendChild(element("summary", "", "Functions"));
	summary.dataset.action = worker.name + " functions";
	summary.addEventListener("click", (click) => {
		click.preventDefault();
		toggleFunctions(worker.name);
	});
	const found = functions.get(worker.name);
	if (!found) {
		return box;
	}
	box.open = true;
	const list = box.appendChild(element("ul"));
	for (const each of found.described || (found.names || []).map((name) => ({ signature: name }))) {
		const item = list.appendChild(element("li"));
		item.append(element("code", "", each.signature), element("span", "muted", each.summary || ""));
	}
	if (found.problem) {
		box.append(element("p", "muted", found.problem));
	}
	return box;
}

async function toggleFunctions(worker) {
	if (!functions.delete(worker)) {
		try {
			const response = await fetch(ENDPOINT + "/" + encodeURIComponent(worker));
			functions.set(worker, response.ok ? (await response.json()).functions : { problem: "HTTP " + response.status });
		}
		catch (failure) {
			functions.set(worker, { problem: failure.message });
		}
	}
	refresh();
}

function panel(worker, points) {
	const box = element("article", "panel");
	box.dataset.worker = worker.name;
	const title = box.appendChild(element("div", "title"));
	title.append(element("h2", "", worker.name), element("span", "badge " + (STATE[worker.state] || "muted"),
		worker.state.toLowerCase()), element("span", "muted", about(worker)));
	if (worker.error && worker.state !== "RUNNING") {
		box.append(element("p", "error", worker.error.message));
	}
	box.append(figures(worker));
	if (worker.instances.length > 1) {
		box.append(instanceList(worker));
	}
	box.append(chart("Calls per second", points, ["rate"], (value) => value === undefined ? "–" : value.toFixed(1)));
	box.append(chart("Latency", points, ["p50", "p95", "p99"], millis));
	box.append(functionList(worker));
	const buttons = box.appendChild(element("div", "buttons"));
	const button = (text, action, possible) => {
		const made = buttons.appendChild(element("button", "", text));
		made.type = "button";
		made.dataset.action = worker.name + " " + action;
		made.disabled = !possible || busy.has(worker.name);
		made.addEventListener("click", () => act(worker.name, action));
	};
	const down = ["NEW", "STOPPED", "FAILED"].includes(worker.state);
	button("Restart", "restart", worker.state === "RUNNING");
	button("Start", "start", down);
	button("Stop", "stop", !down);
	button("Reset breaker", "reset-breaker", Boolean(worker.breaker));
	return box;
}

async function act(worker, action) {
	busy.add(worker);
	notice = action + " " + worker + " …";
	refresh();
	try {
		const response = await fetch(ENDPOINT + "/" + encodeURIComponent(worker), { method: "POST",
			headers: { "Content-Type": "application/json" }, body: JSON.stringify({ action }) });
		const result = response.ok ? await response.json() : { error: { message: "HTTP " + response.status } };
		notice = result.done ? "" : action + " " + worker + ": " + result.error.message;
	}
	catch (failure) {
		notice = action + " " + worker + ": " + failure.message;
	}
	busy.delete(worker);
	refresh();
}

function event(entry) {
	const item = element("li");
	const time = item.appendChild(element("time", "", new Date(entry.at).toLocaleTimeString("en-GB")));
	time.dateTime = entry.at;
	const error = entry.fields.error && !entry.message.includes(entry.fields.error) ? ": " + entry.fields.error : "";
	const text = "[" + entry.worker + "] " + entry.message + error;
	item.append(element("span", LEVEL[entry.level] || "", entry.event.replaceAll("_", " ")), element("span", "text", text));
	return item;
}

async function refresh() {
	const status = document.getElementById("status");
	try {
		const response = await fetch(ENDPOINT);
		if (!response.ok) {
			throw new Error("HTTP " + response.status);
		}
		const seen = await response.json();
		const now = performance.now();
		const focused = document.activeElement && document.activeElement.dataset.action;
		document.getElementById("workers").replaceChildren(
			...seen.parents.map((worker) => panel(worker, remember(worker, now))));
		const again = focused && document.querySelector("[data-action='" + focused + "']");
		if (again) {
			again.focus();
		}
		document.getElementById("events").replaceChildren(...seen.events.slice(0, 12).map(event));
		const running = seen.parents.filter((worker) => worker.state === "RUNNING").length;
		status.textContent = notice || running + " of " + seen.parents.length + " run";
		status.className = notice || running < seen.parents.length ? "bad" : "";
	}
	catch (failure) {
		status.textContent = "The application does not answer: " + failure.message;
		status.className = "bad";
	}
}

refresh();
setInterval(refresh, PERIOD);
