using Build.Record;
using Layercake.Engine.Exporting;

namespace Build.Deployments;

/// <summary>Keeps how far an export is, and passes every event on.</summary>
internal sealed class RecordingExport(IExportWatcher inner, RunRecord record) : IExportWatcher
{
    public void Listed(string kind, int count)
    {
        record.Progress.Listed(count);
        inner.Listed(kind, count);
    }

    public void Read(string kind)
    {
        record.Progress.Read();
        inner.Read(kind);
    }

    public void Changing(string file, byte[]? content)
    {
        record.ChangedFiles?.Add(file, content);
        inner.Changing(file, content);
    }
}
