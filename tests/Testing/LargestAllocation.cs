using System.Diagnostics.Tracing;
using System.Globalization;

namespace Layercake.Testing;

/// <summary>The largest object that this process allocated while this was there: above 100 KB, the runtime tells of each.</summary>
/// <remarks>Tests that use it have to run alone in their process.</remarks>
public sealed class LargestAllocation : EventListener
{
    private const EventKeywords GarbageCollection = (EventKeywords)1;

    private long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, GarbageCollection);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
            return;

        var size = Convert.ToInt64(eventData.Payload![eventData.PayloadNames!.IndexOf("ObjectSize")], CultureInfo.InvariantCulture);
        for (var known = Bytes; size > known; known = Bytes)
            Interlocked.CompareExchange(ref bytes, size, known);
    }
}
