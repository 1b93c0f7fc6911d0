namespace Layercake.Rest;

/// <summary>The token in use; when many requests find it refused at once, it is renewed once.</summary>
internal sealed class Tokens(BearerToken source)
{
    private readonly SemaphoreSlim turn = new(1);

    public ValueTask<string> GetAsync(CancellationToken ct) => source(renew: false, ct);

    public async Task<string> RenewAsync(string refused, CancellationToken ct)
    {
        await turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var current = await source(renew: false, ct).ConfigureAwait(false);
            return current != refused ? current : await source(renew: true, ct).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
