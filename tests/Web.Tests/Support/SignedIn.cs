namespace Layercake.Web.Tests.Support;

/// <summary>One server for the tests of a class, with one browser signed in.</summary>
public sealed class SignedIn : IAsyncLifetime
{
    internal PageServer Page { get; private set; } = null!;

    public async Task InitializeAsync() => Page = await PageServer.StartSignedInAsync();

    public async Task DisposeAsync() => await Page.DisposeAsync();
}
