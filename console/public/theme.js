// Runs before the first paint. A chosen theme wins over the system's theme.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // The browser may block storage. Use the system theme.
}
