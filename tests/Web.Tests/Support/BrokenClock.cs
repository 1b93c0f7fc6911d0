namespace Layercake.Web.Tests.Support;

/// <summary>A clock that fails while it is broken, and takes whatever asks for the time with it.</summary>
internal sealed class BrokenClock : TimeProvider
{
    public const string Words = "the clock in /srv/secret-place is broken";

    public bool IsBroken { get; set; }

    public override DateTimeOffset GetUtcNow() => IsBroken ? throw new InvalidOperationException(Words) : base.GetUtcNow();
}
