using OpsTrails.Functions.Hosting;

return await OpsTrailsApp.RunAsync(args);
