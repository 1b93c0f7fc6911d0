namespace Build.Sealing;

/// <summary>Shows the sealed plan of a run.</summary>
public interface IApprovedPlanView
{
    void Show();
}
