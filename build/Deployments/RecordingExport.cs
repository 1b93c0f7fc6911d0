using Build.Record;
using Layercake.Engine.Exporting;

namespace Build.Deployments;

/// <summary>Keeps how far an export is, and passes every event on.</summary>
internal sealed class RecordingExport(IExportWatcher inner, RunProgress progress) : IExportWatcher
{
    public void Listed(string kind, int count)
    {
        progress.Listed(count);
        inner.Listed(kind, count);
    }

    public void Read(string kind)
    {
        progress.Read();
        inner.Read(kind);
    }
}
