namespace Layercake.LocalCloud.Identity;

/// <summary>Whom a token was issued to.</summary>
/// <param name="App">The application that asked for it.</param>
internal sealed record TokenHolder(CloudApp App)
{
    /// <summary>Whom the application acts for; null when it acts for itself.</summary>
    public TenantUser? User { get; init; }
}
