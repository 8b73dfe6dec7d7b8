"use strict";

// Shows the words of text/stream as they come. Closing the source ends the generator in Python.
const written = document.getElementById("written");
const write = document.getElementById("write");
let source = null;

function stop() {
	source.close();
	source = null;
	write.textContent = "Write";
}

write.addEventListener("click", () => {
	if (source) {
		stop();
		return;
	}
	written.textContent = "";
	write.textContent = "Stop";
	source = new EventSource("text/stream");
	source.addEventListener("message", (word) => written.append(word.data + " "));
	// The end of the text comes as an error too, and would be followed by a new text
	source.addEventListener("error", () => {
		if (!written.textContent) {
			written.textContent = "The worker in Python does not run.";
		}
		stop();
	});
});
