using OpsTrails.Functions.Commands;

return await CommandLine.RunAsync(args);
