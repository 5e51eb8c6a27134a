'use strict';
// The page is complete without this: it only filters, sorts, copies and opens what is already there.
(() => {
  const PAGE = 200;
  const form = document.querySelector('.filters');
  const fields = form ? form.elements : null;
  const tally = document.querySelector('.tally span');
  const nothing = document.querySelector('.nothing');
  const list = document.querySelector('.groups');
  const number = new Intl.NumberFormat('en');

  const groups = [...document.querySelectorAll('.groups > .group')].map((element, order) => ({
    element, order, limit: PAGE,
    data: element.dataset,
    text: element.querySelector('summary').textContent.toLowerCase() + ' ' + (element.querySelector('.about')?.textContent ?? '').toLowerCase(),
    more: null,
    rows: [...element.querySelectorAll('tbody tr')].map(row => ({ row, data: row.dataset, text: null })),
  }));
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const attention = new Set(['FAIL', 'UNKNOWN', 'MANUAL']);

  function matches(entry, group, wanted) {
    const outcome = wanted.outcome;
    if (outcome === 'attention' ? !attention.has(entry.data.outcome) : outcome && entry.data.outcome !== outcome) return false;
    if (wanted.account && entry.data.account !== wanted.account) return false;
    if (wanted.region && entry.data.region !== wanted.region) return false;
    if (wanted.words.length === 0) return true;
    entry.text ??= entry.row.textContent.toLowerCase();
    return wanted.words.every(word => entry.text.includes(word) || group.text.includes(word));
  }

  function apply() {
    const wanted = {
      outcome: fields.outcome.value, account: fields.account.value, region: fields.region.value,
      words: fields.text.value.toLowerCase().split(/\s+/).filter(Boolean),
    };
    let shown = 0;
    let rules = 0;
    for (const group of groups) {
      const suits = (!fields.function.value || group.data.function === fields.function.value)
        && (!fields.severity.value || group.data.severity === fields.severity.value);
      let found = 0;
      for (const entry of group.rows) {
        const fits = suits && matches(entry, group, wanted);
        if (fits) found++;
        const hide = !fits || found > group.limit;
        if (entry.row.hidden !== hide) entry.row.hidden = hide;
      }
      group.element.hidden = found === 0;
      shown += found;
      if (found > 0) rules++;
      offerMore(group, found);
    }
    tally.textContent = `${number.format(shown)} of ${number.format(total)} findings, ${number.format(rules)} ${rules === 1 ? 'rule' : 'rules'}`;
    nothing.hidden = shown > 0;
  }

  function offerMore(group, found) {
    const left = found - group.limit;
    if (left <= 0) {
      group.more?.remove();
      group.more = null;
      return;
    }
    if (!group.more) {
      group.more = document.createElement('p');
      group.more.className = 'more';
      group.more.append(document.createElement('span'), ' ', button('Show more', () => {
        group.limit += PAGE * 5;
        apply();
      }));
      group.element.querySelector('.inside').append(group.more);
    }
    group.more.firstChild.textContent = `and ${number.format(left)} more`;
  }

  function button(label, action) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', action);
    return made;
  }

  function sortGroups() {
    const by = {
      pressing: (a, b) => a.order - b.order,
      number: (a, b) => b.data.failed - a.data.failed || a.order - b.order,
      title: (a, b) => a.data.title.localeCompare(b.data.title) || a.order - b.order,
    }[fields.sort.value];
    list.append(...[...groups].sort(by).map(group => group.element));
  }

  function sortable(table) {
    table.querySelectorAll('thead th').forEach((heading, column) => {
      const sort = button(heading.textContent, () => {
        const down = heading.getAttribute('aria-sort') === 'ascending';
        table.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const body = table.tBodies[0];
        const keyed = [...body.rows].map(row => ({ row, key: row.cells[column].textContent }));
        const compare = new Intl.Collator('en', { numeric: true }).compare;
        keyed.sort((a, b) => (down ? -1 : 1) * compare(a.key, b.key));
        body.append(...keyed.map(entry => entry.row));
        const group = groups.find(candidate => candidate.element.contains(table));
        if (group) {
          const place = new Map(keyed.map((entry, index) => [entry.row, index]));
          group.rows.sort((a, b) => place.get(a.row) - place.get(b.row));
          apply();
        }
      });
      heading.replaceChildren(sort);
    });
  }

  function copyable(code) {
    const copy = button('Copy', async () => {
      const text = code.textContent;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        // Where the browser denies the clipboard to files, the selection is left for the person to copy.
        getSelection().selectAllChildren(code);
        document.execCommand('copy');
      }
      copy.textContent = 'Copied';
      setTimeout(() => { copy.textContent = 'Copy'; }, 1500);
    });
    copy.setAttribute('aria-label', 'Copy ' + code.textContent);
    code.after(copy);
  }

  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.classList.contains('group')) return;
    if (target.hidden) {
      form.reset();
      fields.outcome.value = '';
      apply();
    }
    target.open = true;
    target.scrollIntoView();
  }

  document.querySelectorAll('.command code').forEach(copyable);
  document.querySelectorAll('table.sortable').forEach(sortable);
  if (!form || groups.length === 0) return;
  form.hidden = false;
  document.querySelector('.tally').append(
    button('Open all', () => groups.forEach(group => { group.element.open = !group.element.hidden; })),
    button('Close all', () => groups.forEach(group => { group.element.open = false; })),
    button('Clear filters', () => { form.reset(); sortGroups(); apply(); }));
  let waiting = 0;
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', event => {
    groups.forEach(group => { group.limit = PAGE; });
    if (event.target === fields.sort) sortGroups();
    clearTimeout(waiting);
    waiting = setTimeout(apply, event.target === fields.text ? 120 : 0);
  });
  document.querySelectorAll('a[data-filter]').forEach(link => link.addEventListener('click', () => {
    form.reset();
    fields[link.dataset.filter].value = link.dataset.value;
    apply();
  }));
  addEventListener('hashchange', reveal);
  apply();
  reveal();
})();
