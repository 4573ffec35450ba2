using Microsoft.AspNetCore.Http.Features;

namespace OpsTrails.Functions.Http;

/// <summary>
/// Limits every request body, also where nothing of this program reads it. Endpoints have smaller limits of their own (see
/// <see cref="RequestBody"/>).
/// </summary>
internal static class BodyLimit
{
    /// <summary>More than any endpoint reads, so that each answers with its own limit.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public static void UseBodyLimit(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                var mayExceed = request.ContentLength is { } length
                    ? length > MaxBytes
                    : context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
                if (mayExceed)
                    request.Body = new LimitedBody(request.Body, request.ContentLength);
                return next(context);
            }
        );

    /// <summary>Fails with the status 413 as soon as more than <see cref="MaxBytes"/> would be read.</summary>
    private sealed class LimitedBody(Stream body, long? length) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (length > MaxBytes)
                throw TooLarge();
            return Count(await body.ReadAsync(buffer, cancellationToken));
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            length > MaxBytes ? throw TooLarge() : Count(body.Read(buffer, offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read) => (_read += read) > MaxBytes ? throw TooLarge() : read;

        private static BadHttpRequestException TooLarge() =>
            new($"The body exceeds {MaxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
    }
}
