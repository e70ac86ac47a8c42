(function () {
  "use strict";
  var root = document.documentElement;
  var tools = document.querySelector(".tools");
  var size = 100;
  if (!tools) { return; }
  tools.hidden = false;
  tools.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    var what = button.getAttribute("data-do");
    if (what === "larger" || what === "smaller") {
      size = Math.min(200, Math.max(70, size + (what === "larger" ? 10 : -10)));
      root.style.fontSize = size + "%";
    } else if (what === "light") {
      var dark = root.getAttribute("data-theme")
        ? root.getAttribute("data-theme") === "dark"
        : window.matchMedia("(prefers-color-scheme: dark)").matches;
      root.setAttribute("data-theme", dark ? "light" : "dark");
    } else {
      window.print();
    }
  });
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  open();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.folded").forEach(function (part) { part.open = true; });
  });
})();
