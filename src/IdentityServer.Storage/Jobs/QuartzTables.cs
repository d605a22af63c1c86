namespace IdentityServer.Storage.Jobs;

/// <summary>
/// The tables that Quartz 4.7 keeps a shared schedule in, as part of our model, so that they come and change with our
/// migrations. Names and types are those of the statements that Quartz sends; its history tables are not used.
/// </summary>
internal static class QuartzTables
{
    const int SchedulerLength = 120, NameLength = 150, LongNameLength = 200, EntryLength = 140;
    const int NoteLength = 250, StateLength = 16, TypeLength = 8, ZoneLength = 80, PropertyLength = 512, LockLength = 40, VersionLength = 20;

    static readonly (string Name, int Length) scheduler = ("SCHED_NAME", SchedulerLength);
    static readonly (string Name, int Length) triggerName = ("TRIGGER_NAME", NameLength);
    static readonly (string Name, int Length) triggerGroup = ("TRIGGER_GROUP", NameLength);
    static readonly (string Name, int Length) jobName = ("JOB_NAME", NameLength);
    static readonly (string Name, int Length) jobGroup = ("JOB_GROUP", NameLength);
    static readonly string[] triggerKey = [scheduler.Name, triggerName.Name, triggerGroup.Name];
    static readonly string[] jobKey = [scheduler.Name, jobName.Name, jobGroup.Name];

    /// <param name="spell">Quartz writes names in capitals and without quotes; what the database makes of that.</param>
    public static void Map(ModelBuilder model, Func<string, string> spell)
    {
        QuartzTable Table(string name) => new(model, spell, name);

        var jobs = Table("JOB_DETAILS").Key(scheduler, jobName, jobGroup)
            .OptionalText(NoteLength, "DESCRIPTION").Text(NoteLength, "JOB_CLASS_NAME")
            .Of<bool>("IS_DURABLE", "IS_NONCONCURRENT", "IS_UPDATE_DATA", "REQUESTS_RECOVERY")
            .Bytes("JOB_DATA", isRequired: false);
        var triggers = Triggers(Table("TRIGGERS")).RefersTo(jobs, jobKey);

        Table("CRON_TRIGGERS").Key(scheduler, triggerName, triggerGroup).PartOf(triggers, triggerKey)
            .Text(SchedulerLength, "CRON_EXPRESSION").OptionalText(ZoneLength, "TIME_ZONE_ID");
        Table("SIMPLE_TRIGGERS").Key(scheduler, triggerName, triggerGroup).PartOf(triggers, triggerKey)
            .Of<int>("REPEAT_COUNT", "TIMES_TRIGGERED").Of<long>("REPEAT_INTERVAL");
        Table("SIMPROP_TRIGGERS").Key(scheduler, triggerName, triggerGroup).PartOf(triggers, triggerKey)
            .OptionalText(PropertyLength, "STR_PROP_1", "STR_PROP_2", "STR_PROP_3")
            .Optional<int>("INT_PROP_1", "INT_PROP_2").Optional<long>("LONG_PROP_1", "LONG_PROP_2")
            .OptionalAmount("DEC_PROP_1", "DEC_PROP_2").Optional<bool>("BOOL_PROP_1", "BOOL_PROP_2")
            .OptionalText(ZoneLength, "TIME_ZONE_ID");
        Table("BLOB_TRIGGERS").Key(scheduler, triggerName, triggerGroup).PartOf(triggers, triggerKey)
            .Bytes("BLOB_DATA", isRequired: false);

        Fired(Table("FIRED_TRIGGERS"));
        Pause(Table("PAUSED_TRIGGER_GRPS").Key(scheduler, triggerGroup));
        Pause(Table("PAUSED_JOB_GRPS").Key(scheduler, jobGroup));
        Table("CALENDARS").Key(scheduler, ("CALENDAR_NAME", LongNameLength)).Bytes("CALENDAR", isRequired: true);
        Table("LOCKS").Key(scheduler, ("LOCK_NAME", LockLength));
        Table("SCHEDULER_STATE").Key(scheduler, ("INSTANCE_NAME", LongNameLength))
            .Of<long>("LAST_CHECKIN_TIME", "CHECKIN_INTERVAL").OptionalText(VersionLength, "QUARTZ_VERSION");
    }

    static QuartzTable Triggers(QuartzTable table) => Pause(table.Key(scheduler, triggerName, triggerGroup)
        .Text(NameLength, jobName.Name, jobGroup.Name).OptionalText(NoteLength, "DESCRIPTION")
        .Text(StateLength, "TRIGGER_STATE").Text(TypeLength, "TRIGGER_TYPE")
        .Of<long>("START_TIME").Optional<long>("END_TIME", "NEXT_FIRE_TIME", "PREV_FIRE_TIME", "MISFIRE_ORIG_FIRE_TIME", "MISFIRE_THRESHOLD")
        .Optional<int>("PRIORITY", "MISFIRE_INSTR", "RETRY_ATTEMPT", "CONTINUATION_CONDITION", "OVERLAP_POLICY")
        .OptionalText(LongNameLength, "CALENDAR_NAME", "EXECUTION_GROUP", "PREFERRED_NODE")
        .OptionalText(NameLength, "CONTINUES_TRIGGER_NAME", "CONTINUES_TRIGGER_GROUP").OptionalText(NoteLength, "RETRY_POLICY")
        .Of<bool>("PREFERRED_NODE_AUTO").Optional<bool>("FIXED_DELAY").Bytes("JOB_DATA", isRequired: false)
        // What each poll asks for: the next one that waits.
        .Index(scheduler.Name, "TRIGGER_STATE", "NEXT_FIRE_TIME"));

    static void Fired(QuartzTable table) => table.Key(scheduler, ("ENTRY_ID", EntryLength))
        .Text(NameLength, triggerName.Name, triggerGroup.Name).OptionalText(NameLength, jobName.Name, jobGroup.Name)
        .Text(LongNameLength, "INSTANCE_NAME").OptionalText(LongNameLength, "EXECUTION_GROUP").Text(StateLength, "STATE")
        .Of<long>("FIRED_TIME", "SCHED_TIME").Of<int>("PRIORITY").Optional<bool>("IS_NONCONCURRENT", "REQUESTS_RECOVERY")
        .Optional<int>("PROGRESS").OptionalText(NoteLength, "PROGRESS_MESSAGE").Optional<long>("INTERRUPT_REQUESTED_TIME")
        .Index(triggerKey).Index(jobKey).Index(scheduler.Name, "INSTANCE_NAME");

    static QuartzTable Pause(QuartzTable table) =>
        table.OptionalText(NoteLength, "PAUSE_REASON").OptionalText(LongNameLength, "PAUSED_BY").Optional<long>("PAUSED_AT");
}
