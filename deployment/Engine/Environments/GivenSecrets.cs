namespace Layercake.Engine.Environments;

/// <summary>A secret from a parameter file. <c>ToString</c> does not show the value.</summary>
/// <param name="Source">Where it stands, for messages: <c>client_secret in params.json</c>.</param>
public sealed record GivenSecret(string Value, string Source)
{
    public override string ToString() => Source;
}

/// <summary>The secrets of the parameter file; null where it holds none.</summary>
public sealed record GivenSecrets
{
    public GivenSecret? ClientSecret { get; init; }

    public GivenSecret? AccessToken { get; init; }

    /// <summary>Those that are given.</summary>
    public IEnumerable<GivenSecret> All => new[] { ClientSecret, AccessToken }.OfType<GivenSecret>();
}
