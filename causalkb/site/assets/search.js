// Search and filters over works, claims and hypotheses. The data are scripts (data/*.js), so that a page
// opened from disk finds them. Filters mean what they mean in causalkb: design, rung, population,
// paradigm and stance must meet in one claim. Everything shown is set as text, never as HTML.
"use strict";
(function () {
  var data = window.causalkb;
  var form = document.getElementById("search");
  if (!data || !data.works || !form) { return; }
  var words = data.works.words, works = data.works.works, hypotheses = data.works.hypotheses;
  var KEY = 0, TITLE = 1, AUTHORS = 2, YEAR = 3, VENUE = 4, FIELD = 5, QUESTIONS = 6, TAGS = 7, CLAIMS = 8, PAGE = 9;
  var NUMBER = 0, DESIGN = 1, RUNG = 2, POPULATION = 3, PARADIGM = 4, STANCES = 5, CLAIM_TAGS = 6;
  var CLAIM_FILTERS = ["design", "rung", "population", "paradigm", "hypothesis", "stance"];
  var NAMES = ["field", "question", "hypothesis", "stance", "design", "population", "paradigm", "rung", "tag"];
  var STEP = 40;
  // Of a large knowledge base, the words of claims are fetched when claims are searched.
  var split = form.dataset.split === "yes";
  var count = document.getElementById("count"), list = document.getElementById("results");
  var more = document.getElementById("more"), downloads = document.getElementById("downloads");
  // Works are in the order of their years, claims in that of the keys of their works.
  var byYear = works.map(function (work, w) { return w; });
  var byKey = byYear.slice().sort(function (a, b) { return works[a][KEY] < works[b][KEY] ? -1 : 1; });
  var shown = [], visible = 0, marks = [], indexes = {};

  function fold(term) {
    return term.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  }

  // What is searched: one list of documents for each kind.
  function documentsOf(kind) {
    if (kind === "hypotheses") {
      return hypotheses.map(function (h, n) {
        return { id: n, title: h[3], names: h[0].replace(/-/g, " ") };
      });
    }
    if (kind === "claims") {
      var found = [];
      works.forEach(function (work, w) {
        work[CLAIMS].forEach(function (claim, c) {
          found.push({ id: w + " " + c, title: data.claims[w][c], names: work[AUTHORS], rest: work[TITLE] });
        });
      });
      return found;
    }
    return works.map(function (work, w) {
      var tags = work[TAGS].map(function (tag) { return words.tag[tag]; }).join(" ");
      return {
        id: w, title: work[TITLE], names: work[AUTHORS] + " " + work[KEY],
        rest: work[VENUE] + " " + tags + " " + (work[YEAR] || ""),
        claims: split ? "" : data.claims[w].join(" ")
      };
    });
  }

  function indexOf(kind) {
    if (!indexes[kind]) {
      var made = new window.MiniSearch({
        fields: ["title", "names", "rest", "claims"],
        processTerm: function (term) { return fold(term); },
        searchOptions: {
          boost: { title: 3, names: 2 },
          prefix: function (term) { return term.length > 2; },
          fuzzy: function (term) { return term.length > 4 ? 0.2 : false; },
          maxFuzzy: 2
        }
      });
      made.addAll(documentsOf(kind));
      indexes[kind] = made;
    }
    return indexes[kind];
  }

  // The state of the page, read from the form; an absent value is "".
  function state() {
    var found = { q: form.elements.q.value.trim(), kind: form.elements.kind.value };
    NAMES.concat(["from", "to"]).forEach(function (name) { found[name] = form.elements[name].value; });
    return found;
  }

  function address(now) {
    var parts = new URLSearchParams();
    Object.keys(now).forEach(function (name) {
      if (now[name] && !(name === "kind" && now[name] === "works")) { parts.set(name, now[name]); }
    });
    return parts.toString();
  }

  // A form elsewhere on the site asks by "?q=", this page by "#q=", which works from disk as well.
  function restore() {
    var given = new URLSearchParams(window.location.hash.slice(1) || window.location.search.slice(1));
    form.elements.q.value = given.get("q") || "";
    var kind = given.get("kind");
    form.elements.kind.value = kind === "claims" || kind === "hypotheses" ? kind : "works";
    NAMES.concat(["from", "to"]).forEach(function (name) {
      var field = form.elements[name];
      field.value = given.get(name) || "";
      if (field.tagName === "SELECT" && field.selectedIndex < 0) { field.value = ""; }
    });
    if (NAMES.concat(["from", "to"]).some(function (name) { return form.elements[name].value; })) {
      document.getElementById("filters").open = true;
    }
  }

  function number(name, word) { return word ? words[name].indexOf(word) : -1; }

  function filtersOf(now) {
    var wanted = {};
    NAMES.forEach(function (name) { wanted[name] = number(name, now[name]); });
    // "animals" stands for all populations below it.
    wanted.populations = words.population.map(function (name) {
      return name === now.population || name.indexOf(now.population + "/") === 0;
    });
    wanted.from = now.from === "" ? null : Number(now.from);
    wanted.to = now.to === "" ? null : Number(now.to);
    wanted.claim = CLAIM_FILTERS.some(function (name) { return wanted[name] >= 0; });
    return wanted;
  }

  function claimPasses(claim, wanted) {
    if (wanted.design >= 0 && claim[DESIGN] !== wanted.design) { return false; }
    if (wanted.rung >= 0 && claim[RUNG] !== wanted.rung) { return false; }
    if (wanted.population >= 0 && !(claim[POPULATION] >= 0 && wanted.populations[claim[POPULATION]])) { return false; }
    if (wanted.paradigm >= 0 && claim[PARADIGM] !== wanted.paradigm) { return false; }
    if (wanted.hypothesis < 0 && wanted.stance < 0) { return true; }
    return claim[STANCES].some(function (pair) {
      return (wanted.hypothesis < 0 || pair[0] === wanted.hypothesis) && (wanted.stance < 0 || pair[1] === wanted.stance);
    });
  }

  function workPasses(work, wanted) {
    if (wanted.field >= 0 && work[FIELD] !== wanted.field) { return false; }
    if (wanted.question >= 0 && work[QUESTIONS].indexOf(wanted.question) < 0) { return false; }
    if (wanted.from !== null && !(work[YEAR] !== null && work[YEAR] >= wanted.from)) { return false; }
    if (wanted.to !== null && !(work[YEAR] !== null && work[YEAR] <= wanted.to)) { return false; }
    if (wanted.tag >= 0 && work[TAGS].indexOf(wanted.tag) < 0 &&
        !work[CLAIMS].some(function (claim) { return claim[CLAIM_TAGS].indexOf(wanted.tag) >= 0; })) { return false; }
    return !wanted.claim || work[CLAIMS].some(function (claim) { return claimPasses(claim, wanted); });
  }

  function hypothesisPasses(h, n, wanted) {
    return (wanted.question < 0 || h[1] === wanted.question) && (wanted.hypothesis < 0 || n === wanted.hypothesis);
  }

  // What passes the filters: the ids of documents, in the order of the library.
  function passing(kind, wanted) {
    var found = [];
    if (kind === "hypotheses") {
      hypotheses.forEach(function (h, n) { if (hypothesisPasses(h, n, wanted)) { found.push(n); } });
      return found;
    }
    (kind === "claims" ? byKey : byYear).forEach(function (w) {
      var work = works[w];
      if (!workPasses(work, wanted)) { return; }
      if (kind === "works") { found.push(w); return; }
      work[CLAIMS].forEach(function (claim, c) {
        if (claimPasses(claim, wanted)) { found.push(w + " " + c); }
      });
    });
    return found;
  }

  function search(now) {
    var ids = passing(now.kind, filtersOf(now));
    if (!now.q) { return { ids: ids, terms: [], all: true }; }
    var options = { combineWith: "AND" };
    if (ids.length < totalOf(now.kind)) {
      var allowed = new Set(ids);
      options.filter = function (hit) { return allowed.has(hit.id); };
    }
    var index = indexOf(now.kind), hits = index.search(now.q, options), all = true;
    if (!hits.length && /\s/.test(now.q)) {
      options.combineWith = "OR";
      hits = index.search(now.q, options);
      all = false;
    }
    var terms = new Set();
    hits.forEach(function (hit) { hit.terms.forEach(function (term) { terms.add(term); }); });
    return { ids: hits.map(function (hit) { return hit.id; }), terms: Array.from(terms), all: all };
  }

  function add(parent, name, text, className) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    parent.appendChild(made);
    return made;
  }

  // Text in which the words that were found are marked.
  function marked(parent, text) {
    if (!marks.size) { parent.appendChild(document.createTextNode(text)); return; }
    text.split(/([\p{L}\p{N}\p{M}]+)/u).forEach(function (part, n) {
      if (n % 2 && marks.has(fold(part))) { add(parent, "mark", part); }
      else if (part) { parent.appendChild(document.createTextNode(part)); }
    });
  }

  function link(parent, href, text) {
    var made = add(parent, "a");
    made.href = href;
    marked(made, text);
    return made;
  }

  function pageOf(work) { return "works/" + (work[PAGE] || work[KEY]) + ".html"; }

  function aboutWork(work) {
    return work[AUTHORS] + (work[YEAR] ? " (" + work[YEAR] + ")" : "") + (work[VENUE] ? ". " + work[VENUE] : "");
  }

  function item(kind, id) {
    var made = document.createElement("li"), note;
    if (kind === "hypotheses") {
      var h = hypotheses[id];
      made.dataset.id = h[0];
      link(made, h[6], h[2] + ": " + h[3]);
      note = h[4].replace("-", " ") + (h[5] ? ", " + h[5] + " certainty" : "") + ", groups " + h[7] + " : " + h[8];
      add(made, "span", note, "note");
      return made;
    }
    if (kind === "claims") {
      var place = id.split(" "), work = works[place[0]], claim = work[CLAIMS][place[1]];
      made.dataset.id = work[KEY] + "#" + claim[NUMBER];
      link(made, pageOf(work) + "#claim-" + claim[NUMBER], data.claims[place[0]][place[1]]);
      note = add(made, "span", "", "note");
      marked(note, aboutWork(work));
      if (claim[DESIGN] >= 0) { add(note, "span", " · " + words.design[claim[DESIGN]]); }
      return made;
    }
    var one = works[id];
    made.dataset.id = one[KEY];
    link(made, pageOf(one), one[TITLE] || one[KEY]);
    note = add(made, "span", "", "note");
    marked(note, aboutWork(one));
    var claims = one[CLAIMS].length;
    if (claims) { add(note, "span", " · " + claims + (claims === 1 ? " claim" : " claims")); }
    return made;
  }

  function showMore() {
    var kind = form.elements.kind.value, first = null;
    shown.slice(visible, visible + STEP).forEach(function (id) {
      var made = item(kind, id);
      list.appendChild(made);
      first = first || made;
    });
    visible = Math.min(shown.length, visible + STEP);
    more.hidden = visible >= shown.length;
    return first;
  }

  function totalOf(kind) {
    if (kind === "hypotheses") { return hypotheses.length; }
    if (kind === "works") { return works.length; }
    return works.reduce(function (sum, work) { return sum + work[CLAIMS].length; }, 0);
  }

  function run() {
    var now = state();
    if (now.kind === "claims" && !data.claims) { load("claims", run); return; }
    var begun = performance.now(), found = search(now);
    shown = found.ids;
    marks = new Set(found.terms);
    visible = 0;
    list.textContent = "";
    list.dataset.kind = now.kind;
    showMore();
    var total = totalOf(now.kind);
    var said = shown.length === total ? "All " + total + " " + now.kind : shown.length + " of " + total + " " + now.kind;
    if (!found.all && shown.length) { said += " (none has all the words; these have some of them)"; }
    count.textContent = said + ".";
    downloads.hidden = !shown.length || now.kind === "hypotheses";
    var active = NAMES.concat(["from", "to"]).filter(function (name) { return now[name]; }).length;
    document.getElementById("active").textContent = active ? active + " set" : "";
    var next = address(now);
    if (next !== window.location.hash.slice(1)) {
      window.history.replaceState(null, "", window.location.pathname.split("/").pop() + (next ? "#" + next : ""));
    }
    form.dataset.took = String(performance.now() - begun);
  }

  // Data that only some need are fetched as a script at the first use.
  function load(name, then) {
    var script = document.createElement("script");
    script.src = "data/" + name.replace(/^export(\d+)$/, "export-$1").replace("header", "export") + ".js";
    script.onload = then;
    script.onerror = function () { count.textContent = "The file " + script.src + " cannot be read."; };
    document.head.appendChild(script);
  }

  function loadAll(names, then) {
    var missing = names.filter(function (name) { return !data[name]; });
    if (!missing.length) { then(); return; }
    load(missing[0], function () { loadAll(names, then); });
  }

  function save(name, type, text) {
    var made = document.createElement("a");
    made.href = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    made.download = name;
    document.body.appendChild(made);
    made.click();
    made.remove();
    window.setTimeout(function () { URL.revokeObjectURL(made.href); }, 60000);
  }

  function download(format) {
    var kind = form.elements.kind.value;
    loadAll(["header"], function () {
      var size = data.header.shard, shards = new Set();
      shown.forEach(function (id) { shards.add(Math.floor(parseInt(id, 10) / size)); });
      loadAll(Array.from(shards, function (n) { return "export" + n; }), function () {
        write(format, kind, function (w) { return data["export" + Math.floor(w / size)][w % size]; });
      });
    });
  }

  function write(format, kind, entry) {
    var order = shown.slice(), name = "causalkb-" + kind;
    if (kind === "works") {
      order.sort(function (a, b) { return works[a][KEY] < works[b][KEY] ? -1 : 1; });
    }
    if (format === "bib") {
      var keys = Array.from(new Set(order.map(function (id) { return parseInt(id, 10); })));
      save(name + ".bib", "application/x-bibtex", keys.map(function (w) { return entry(w)[0]; }).join("\n"));
      return;
    }
    var rows = order.map(function (id) {
      if (kind === "works") { return entry(id); }
      var place = id.split(" ").map(Number), both = entry(place[0])[3][place[1]];
      return [null, both[0], both[1]];
    });
    if (format === "csv") {
      save(name + ".csv", "text/csv", data.header[kind] + rows.map(function (row) { return row[1]; }).join(""));
    } else {
      var json = JSON.stringify(rows.map(function (row) { return row[2]; }), null, 2) + "\n";
      save(name + ".json", "application/json", json);
    }
  }

  var timer = null;
  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(run, 120);
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
  form.addEventListener("reset", function () { window.setTimeout(run, 0); });
  form.addEventListener("input", function (event) { if (event.target.type === "search" || event.target.type === "number") { soon(); } });
  form.addEventListener("change", function (event) { if (event.target.type !== "search") { run(); } });
  more.addEventListener("click", function () {
    var first = showMore();
    if (first) { first.querySelector("a").focus(); }
  });
  downloads.addEventListener("click", function (event) {
    if (event.target.dataset.format) { download(event.target.dataset.format); }
  });
  window.addEventListener("hashchange", function () { restore(); run(); });

  restore();
  form.hidden = false;
  run();
  // The index is made while nobody waits, so that the first word typed is found at once.
  window.setTimeout(function () {
    var kind = form.elements.kind.value;
    function ready() { indexOf(kind); form.dataset.ready = "yes"; }
    if (kind === "claims" && !data.claims) { load("claims", ready); } else { ready(); }
  }, 0);
})();
