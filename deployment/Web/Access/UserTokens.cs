using Layercake.Secrecy;

namespace Layercake.Web.Access;

/// <summary>
/// The newest token of each user, in memory: a page that stays open goes on with what its user's next request brings.
/// </summary>
public sealed class UserTokens(Redactor redactor, TimeProvider clock)
{
    private const int MostKept = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, UserToken> kept = new(StringComparer.Ordinal);

    public void Keep(string user, UserToken token)
    {
        lock (gate)
        {
            if (kept.TryGetValue(user, out var known) && (known.Value == token.Value || known.Expires > token.Expires))
                return;

            redactor.Register(token.Value);
            var now = clock.GetUtcNow();
            if (kept.Count >= MostKept)
                foreach (var (other, old) in kept.ToList())
                    if (old.Expires <= now || kept.Count >= MostKept)
                        kept.Remove(other);
            kept[user] = token;
        }
    }

    /// <summary>Null when there is none. One that has expired is said to be there, so that it can be told why it is of no use.</summary>
    public UserToken? Of(string user)
    {
        lock (gate)
            return kept.GetValueOrDefault(user);
    }
}
