// The data version that this browser saw last, its hour, and the version of the visit before, so that the Overview can say what has changed
// since. It stays in a cookie of this browser; the server reads it for the page and keeps nothing.

const PAUSE = 4; // hours without a page after which the next one is another visit

function noteVisit(name, version) {
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=(\\d+)-(\\d+)-(\\d+)`));
  const [seen, hour, before] = found ? found.slice(1).map(Number) : [0, 0, 0];
  const now = Math.floor(Date.now() / 3_600_000);
  const earlier = now - hour >= PAUSE ? seen : before;
  const year = 365 * 24 * 3600;
  document.cookie = `${name}=${version}-${now}-${earlier}; path=/; max-age=${year}; SameSite=Strict`;
}
