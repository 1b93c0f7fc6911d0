using Layercake.Secrecy;

namespace Layercake.Engine.Connecting;

/// <summary>Takes the line end off what signs in: files and commands put one after a secret, and no service takes it.</summary>
/// <remarks>What a declaration names (<c>${secret.x}</c>) does not come this way; it is sent byte for byte.</remarks>
internal sealed class TrailingLineEnd(Redactor redactor)
{
    private readonly SortedSet<string> cut = new(StringComparer.Ordinal);

    /// <summary>Where something was cut off, for a warning.</summary>
    public IReadOnlyList<string> Cut => [.. cut];

    /// <param name="source">Where the value comes from: <c>client-secret in vault https://…</c>.</param>
    /// <exception cref="ConnectionException">There is a line end or another control character in its middle.</exception>
    public string Off(string value, string source)
    {
        var text = value.TrimEnd('\r', '\n');
        if (text.Length < value.Length)
        {
            cut.Add(source);
            // The value is known with its line end only, and is printed without.
            if (!Guid.TryParse(text, out _))
                redactor.Register(text);
        }

        return text.Any(char.IsControl)
            ? throw new ConnectionException(
                $"{source} holds a line end or another control character in its middle, so it is no value to sign in with. Store "
                    + $"it again as one line."
            )
            : text;
    }
}
