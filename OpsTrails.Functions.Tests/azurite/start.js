// Ends with the process that started it, however that one ends: its end closes this one's standard input.
process.stdin.resume();
process.stdin.on('end', () => process.kill(process.pid, 'SIGINT'));
require('azurite/dist/src/table/main.js');
