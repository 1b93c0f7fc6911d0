namespace Build.CommandLine;

/// <summary>Where a repository is cloned from, as the command line says.</summary>
internal sealed record CloneAddress
{
    public const string Allowed = "Give https://HOST/PATH, ssh://USER@HOST/PATH, file:///PATH or an absolute path.";

    /// <summary>Without user and password where it is https; what Git writes into the clone and what may be shown.</summary>
    public required string Plain { get; init; }

    /// <summary>As it was given, with user and password; null where it has none.</summary>
    public string? Full { get; init; }

    /// <summary>As it is in the address, and what it stands for there; none where there is none.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <returns>Null where it is none of the forms that are allowed: Git takes others as options, programs and helpers.</returns>
    public static CloneAddress? Parse(string text)
    {
        if (text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) && letter != ' '))
            return null;
        if (text.StartsWith("file:///", StringComparison.Ordinal) || Path.IsPathFullyQualified(text))
            return new CloneAddress { Plain = text };
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Host[0] == '-' || text.Contains(' '))
            return null;

        // Git does not read an address as .NET does: what comes out is put together anew only where a user is taken out.
        var user = uri.UserInfo;
        if (text.StartsWith("ssh://", StringComparison.Ordinal))
            return user.StartsWith('-') || user.Contains(':', StringComparison.Ordinal) ? null : new CloneAddress { Plain = text };
        if (!text.StartsWith("https://", StringComparison.Ordinal))
            return null;
        if (user.Length == 0)
            return new CloneAddress { Plain = text };

        string[] parts = user.Split(':', 2);
        return new CloneAddress
        {
            Plain = uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped),
            Full = text,
            // A token may stand in the place of the user.
            Secrets = [.. parts.SelectMany(part => new[] { part, Uri.UnescapeDataString(part) }).Distinct()],
        };
    }
}
