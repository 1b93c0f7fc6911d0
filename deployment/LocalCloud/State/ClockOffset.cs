using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.State;

/// <summary>How far the cloud's clock is set ahead, for this run and for later ones on the same state.</summary>
internal sealed class ClockOffset
{
    private const string Key = "offset";

    private readonly CloudClock clock;
    private readonly Table kept;

    public ClockOffset(CloudState state, CloudClock clock)
    {
        (this.clock, kept) = (clock, state.Table("clock"));
        clock.SetOffset(TimeSpan.FromMilliseconds((double?)kept.Get(Key)?["offset_ms"] ?? 0));
    }

    public TimeSpan Current => clock.Offset;

    public void Advance(TimeSpan by)
    {
        clock.SetOffset(clock.Offset + by);
        kept.Put(Key, new JObject { ["offset_ms"] = clock.Offset.TotalMilliseconds });
    }

    /// <summary>Back to the clock it runs on; the state forgets by itself.</summary>
    public void Reset() => clock.SetOffset(TimeSpan.Zero);
}
