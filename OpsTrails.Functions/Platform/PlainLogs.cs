using System.Collections;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ModelContextProtocol;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Stands before every log: whatever a library or this program logs, and wherever to, text from outside can't end a line or control a
/// terminal, and a wrong request leaves no stack trace.
/// </summary>
internal sealed class PlainLogs(LoggerFactory loggers) : ILoggerFactory
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, PlainLogs>());
    }

    public ILogger CreateLogger(string categoryName) => new Logger(loggers.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();

    /// <summary>
    /// What libraries throw at a wrong request, at a wrong answer of the provider, or when the caller has gone. The place in the code says
    /// nothing then, and anybody could fill the log with it.
    /// </summary>
    private static bool IsFromOutside(Exception e) =>
        e
            is BadHttpRequestException
                or McpException
                or AuthenticationFailureException
                or OpenIdConnectProtocolException
                or SecurityTokenException
                or ConnectionResetException
                or ConnectionAbortedException
                or OperationCanceledException;

    private sealed class Logger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(new PlainState(state, () => state.ToString() ?? ""));

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!inner.IsEnabled(logLevel))
                return;
            var isFromOutside = exception is not null && IsFromOutside(exception);
            var text = formatter(state, exception);
            if (!isFromOutside && PlainText.IsPlain(text) && (exception is null || PlainException.IsPlain(exception)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }
            if (isFromOutside)
                text = $"{text} ({PlainException.KindsOf(exception!)})";
            inner.Log(
                logLevel,
                eventId,
                new PlainState(state, () => text),
                exception is null || isFromOutside ? null : new PlainException(exception),
                static (plain, _) => plain.ToString()
            );
        }
    }

    /// <summary>The values of an entry or a scope, for logs that keep them apart, and its text.</summary>
    private sealed class PlainState(object? state, Func<string> text) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private readonly IReadOnlyList<KeyValuePair<string, object?>> _values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

        public int Count => _values.Count;

        public KeyValuePair<string, object?> this[int index] => new(_values[index].Key, Plain(_values[index].Value));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => PlainText.Of(text());

        private static object? Plain(object? value) =>
            value is null || value.GetType().IsPrimitive || value is DateTime or DateTimeOffset or TimeSpan or decimal
                ? value
                : PlainText.Of(value.ToString() ?? "");
    }
}

/// <summary>An exception whose message has text from outside. It keeps its kind and its stack trace.</summary>
internal sealed class PlainException(Exception e)
    : Exception(PlainText.Of(e.Message), e.InnerException is { } inner ? new PlainException(inner) : null)
{
    public override string? StackTrace => e.StackTrace;

    public static bool IsPlain(Exception e) =>
        PlainText.IsPlain(e.Message)
        && (e.InnerException is null || IsPlain(e.InnerException))
        && e.ToString().ReplaceLineEndings("\n").Split('\n').All(PlainText.IsPlain);

    /// <summary>The types of an exception and of what caused it.</summary>
    public static string KindsOf(Exception failure)
    {
        var kinds = new List<string>();
        for (var e = failure; e is not null; e = e.InnerException)
            kinds.Add(e.GetType().Name);
        return string.Join(" < ", kinds);
    }

    public override string ToString() =>
        $"{e.GetType()}: {Message}"
        + (InnerException is null ? "" : $"\n ---> {InnerException}\n   --- End of inner exception stack trace ---")
        + (StackTrace is null ? "" : "\n" + StackTrace);
}
