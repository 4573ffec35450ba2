using OpsTrails.Functions.Isolated;

return await IsolatedWorker.RunAsync(args);
