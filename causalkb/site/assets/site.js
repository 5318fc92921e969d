// Buttons that copy a text of the page. Without this script the text can be selected.
"use strict";
(function () {
  document.querySelectorAll("button.copy").forEach(function (button) {
    var source = document.getElementById(button.dataset.copies);
    var said = button.parentNode.querySelector(".copied");
    if (!source) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      function done() { said.textContent = "Copied."; }
      function select() {
        var range = document.createRange();
        range.selectNodeContents(source);
        var selection = window.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        said.textContent = document.execCommand("copy") ? "Copied." : "Selected: press Ctrl+C.";
      }
      // A page opened from disk has no clipboard of its own in every browser.
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(source.textContent).then(done, select);
      } else {
        select();
      }
    });
  });
})();
